"""Every table of Howbot, by noun. Each belongs to a Slack workspace through `team_id`."""

from storage.tables.action_items import (
    ActionItem,
    Checkpoint,
    FormerKey,
    HandOver,
    ItemChange,
    LinkCheck,
    Proof,
)
from storage.tables.answering import (
    AnonymousAnswer,
    AnswerMerge,
    BoardAnswer,
    DotVote,
    HasAnswered,
    RoomWord,
    SafetyGiven,
    SafetyTally,
    StageReveal,
)
from storage.tables.delivery import Card, Channel, Inbox, Outbox
from storage.tables.due_words import DueWord
from storage.tables.effects import EffectAnswer
from storage.tables.findings import (
    AxisMove,
    ChainStep,
    EvalEntry,
    FormerFinding,
    Lesson,
    Remedy,
    Slice,
)
from storage.tables.incident import ChannelMember, Incident, Role, StatusUpdate, Workspace
from storage.tables.judgements import (
    Chance,
    CrossCheck,
    Factor,
    FormerJudgement,
    Hypothesis,
    SlicesSent,
)
from storage.tables.monthly_reviews import MonthlyReview
from storage.tables.pace import CarePause, OwnQuestion, Parked, RetroPace, RoundWord
from storage.tables.people import Person
from storage.tables.preparation import PackageLine, PlanDecision, PlannedSeat, Preparation
from storage.tables.retrospective import (
    Decision,
    Participant,
    Retrospective,
    StageAnswer,
    StageDone,
    StageRecord,
)
from storage.tables.survey import SurveyAsked, SurveyTally
from storage.tables.taxonomy import ChosenCategory, ErrorCategory
from storage.tables.timeline import Activity, Entry, Reaction, Revision
from storage.tables.trackers import ItemIssue, TrackerCursor
from storage.tables.wording import Wording

__all__ = [
    "ActionItem",
    "Activity",
    "AnonymousAnswer",
    "AnswerMerge",
    "AxisMove",
    "BoardAnswer",
    "Card",
    "CarePause",
    "ChainStep",
    "Chance",
    "Channel",
    "ChannelMember",
    "Checkpoint",
    "ChosenCategory",
    "CrossCheck",
    "Decision",
    "DotVote",
    "DueWord",
    "EffectAnswer",
    "Entry",
    "ErrorCategory",
    "EvalEntry",
    "Factor",
    "FormerFinding",
    "FormerJudgement",
    "FormerKey",
    "HandOver",
    "HasAnswered",
    "Hypothesis",
    "Inbox",
    "Incident",
    "ItemChange",
    "ItemIssue",
    "Lesson",
    "LinkCheck",
    "MonthlyReview",
    "Outbox",
    "OwnQuestion",
    "PackageLine",
    "Parked",
    "Participant",
    "Person",
    "PlanDecision",
    "PlannedSeat",
    "Preparation",
    "Proof",
    "Reaction",
    "Remedy",
    "RetroPace",
    "Retrospective",
    "Revision",
    "Role",
    "RoomWord",
    "RoundWord",
    "SafetyGiven",
    "SafetyTally",
    "Slice",
    "SlicesSent",
    "StageAnswer",
    "StageDone",
    "StageRecord",
    "StageReveal",
    "StatusUpdate",
    "SurveyAsked",
    "SurveyTally",
    "TrackerCursor",
    "Wording",
    "Workspace",
]
