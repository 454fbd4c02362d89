# kamctl with a browser that prints PDF. In a clone: docker build --tag kamctl .
# In a folder of plans: docker run --rm --volume "$PWD:/plans" --user "$(id -u):$(id -g)" kamctl validate
FROM python:3.13-slim

# Chromium's own sandbox needs rights that a container does not have; the container takes its place.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends chromium fonts-dejavu-core git openssh-client \
    && rm -rf /var/lib/apt/lists/* \
    && echo 'export CHROMIUM_FLAGS="$CHROMIUM_FLAGS --no-sandbox"' > /etc/chromium.d/kamctl \
    && git config --system --add safe.directory '*'

WORKDIR /source
COPY requirements/runtime.txt requirements/
RUN pip install --no-cache-dir --require-hashes --requirement requirements/runtime.txt
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation . && rm -rf /source

# Any user may run it: the browser and the caches need a home that can be written.
ENV HOME=/tmp LANG=C.UTF-8
WORKDIR /plans
ENTRYPOINT ["kamctl"]
CMD ["--help"]
