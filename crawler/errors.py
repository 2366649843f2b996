"""Everything that can go wrong by name. Each message is a sentence: thing, cause, next step."""

from __future__ import annotations


class CrawlerError(Exception):
    """Root of all errors of this project; the command line prints it and ends with 1."""

    exit_code = 1


class UsageProblem(CrawlerError):
    """A command was asked for something that makes no sense. Raised by commands; exit code 2."""

    exit_code = 2


class ConfigError(UsageProblem):
    """``rasoat.toml`` or the environment cannot be used. Raised by ``config.load``."""


class WorkspaceError(CrawlerError):
    """The workspace is missing, read-only, locked, behind or from a newer version."""


class RegisterRefused(CrawlerError):
    """A register file was not taken over and nothing was changed. Raised by the importers."""


class ListingsRefused(CrawlerError):
    """A file of listings cannot be read. Raised where the reading comes to it."""


class TextsRefused(CrawlerError):
    """A file of texts or of labelled rows cannot be read at all. Raised where it is read."""


class CaptureRefused(CrawlerError):
    """A file that somebody hands in cannot be read at all. Raised before anything of it is kept."""


class NamesRefused(CrawlerError):
    """A packed file of names cannot be read on. Raised by ``crawler/names``."""


class WorkEnded(CrawlerError):
    """A process that shared in the work was ended from outside. Raised by ``side_by_side``."""


class ModelProblem(CrawlerError):
    """A model of the workspace cannot be used. Raised where it is loaded."""


class TrainingRefused(CrawlerError):
    """Too little was decided to learn from. Raised by ``training``; nothing was changed."""


class FiguresRefused(CrawlerError):
    """A file of stated figures cannot be read. Raised before anything is compared."""


class LicenseeProblem(CrawlerError):
    """An alias or a declared account does not fit what is known. Raised by ``licensees``."""


class SweepRefused(CrawlerError):
    """A crawl cannot begin, go on or be stopped as it stands. Raised before anything is asked."""


class ClusterProblem(CrawlerError):
    """Redis cannot be used, or who speaks there does not fit. Raised by ``crawler/cluster``."""


class CaseProblem(CrawlerError):
    """A decision does not fit the state of the case. Raised by ``cases``."""


class OperatorProblem(CrawlerError):
    """An operator that somebody names is not there. Raised by ``operators``."""


class RequestProblem(CrawlerError):
    """A takedown request does not fit its state. Raised by ``takedowns``."""


class NameRefused(CrawlerError):
    """A name cannot stand in a block list. Raised by ``matchers.domains.canonical``."""


class ExportProblem(CrawlerError):
    """A list cannot be written where it was asked for. Raised by ``reports/blocklists``."""


class EvidenceProblem(CrawlerError):
    """Evidence cannot be written, found or handed out. Raised by ``crawler/evidence``."""


class PayloadChanged(CrawlerError):
    """A source answered in a shape that the parser does not know: never "no results".

    Raised by ``parse_*`` functions. The source is void or incomplete, the body is kept.
    """


class SourceBlocked(CrawlerError):
    """A source refuses to answer: 403, 429, captcha, log-in wall, another host.

    Raised by spiders and the politeness guard. Says nothing about any subject.
    """


class AddressRefused(CrawlerError):
    """An address is not of the public web and was not asked. Raised by the outbound guard."""


class RobotsForbid(CrawlerError):
    """A host's robots.txt forbids an address, which was not asked. Raised by ``RobotsOfHosts``."""


class NameUnknown(CrawlerError):
    """A name has no address, or nobody answered. Raised by ``Names``; says nothing of a removal."""


class NotLookedUp(CrawlerError):
    """Nobody here had time to look a name up. Raised by ``Names``; says nothing of the name."""


class LimitExceeded(CrawlerError):
    """An answer or a crawl went beyond a limit of the crawl. Raised where it is counted."""


class BrowserProblem(CrawlerError):
    """There is no browser, or it does not start. Raised by ``Browser``; says nothing of a page."""


class RenderFailed(CrawlerError):
    """A page could not be rendered. Raised by ``Browser``; says nothing of a removal."""


class BadRequest(CrawlerError):
    """A source says that our parameters are invalid. Raised by ``parse_*`` functions."""


# What was asked or answered could not be kept: the crawl ends, and its requests wait.
CANNOT_WRITE = (EvidenceProblem, WorkspaceError, ClusterProblem)
