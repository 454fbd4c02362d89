"""How each answer begins in the e-mail that a briefing prepares."""

from __future__ import annotations

from typing import Final

from kamctl.i18n.message import N_

I_AGREE: Final = N_("I agree to this text:")
ON_CONDITION: Final = N_("I agree on this condition:")
I_OBJECT: Final = N_("I object because:")
I_VALIDATE: Final = N_("I validate this text:")
MY_QUESTION: Final = N_("My question:")
PREPARED_ANSWERS: Final = (I_AGREE, ON_CONDITION, I_OBJECT, I_VALIDATE, MY_QUESTION)
