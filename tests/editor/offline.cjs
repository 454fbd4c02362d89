// Loaded before the language server: writes down whom it wants to reach, and lets it reach nobody.
const fs = require("node:fs");
const net = require("node:net");

net.Socket.prototype.connect = function (...wanted) {
  const [options] = wanted.flat();
  const place = options && typeof options === "object" ? options.host ?? options.path : options;
  fs.appendFileSync(process.env.KAMCTL_ASKED, `${place}\n`);
  process.nextTick(() => this.destroy(new Error("There is no network here.")));
  return this;
};
