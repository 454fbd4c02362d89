"""What a template gets as `view`."""

from kamctl.briefing.views.briefing import BriefingView
from kamctl.briefing.views.index import IndexView
from kamctl.briefing.views.portfolio import PortfolioView

PageView = BriefingView | IndexView | PortfolioView
