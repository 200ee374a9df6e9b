"""What the parties do with a match: agree, decline, plan, deliver, evaluate; and, with coordinators, give it up."""

from matcher.api.match_changes import ChangeRequest
from matcher.api.schemas.match_delivery import DeliveryDocument, DeliveryPlanDocument, EvaluationDocument
from matcher.api.schemas.match_document import ReasonDocument
from matcher.api.schemas.match_view import MatchView
from matcher.application.matches.accept_match import AcceptMatch, accept_match
from matcher.application.matches.complete_delivery import CompleteDelivery, complete_delivery
from matcher.application.matches.decline_match import DeclineMatch, decline_match
from matcher.application.matches.dissolve_match import DissolveMatch, dissolve_match
from matcher.application.matches.evaluate_match import EvaluateMatch, evaluate_match
from matcher.application.matches.plan_delivery import PlanDelivery, plan_delivery
from matcher.application.matches.report_delivery import ReportDelivery, report_delivery
from shared.http.openapi import problem_responses
from shared.http.routing import service_router

router = service_router("/v1/matches", tag="matches", responses=problem_responses(409))


@router.post("/{match_id}/accept")
async def post_acceptance(change: ChangeRequest) -> MatchView:
    """Accept a reserved match as its State or as a donor (consent gate 2); the last party's acceptance confirms it.

    After an amendment, each party accepts anew.
    """
    return await change.by(accept_match, AcceptMatch(change.match_id, change.version))


@router.post("/{match_id}/decline")
async def post_declining(document: ReasonDocument, change: ChangeRequest) -> MatchView:
    """Turn a match down as a party, before it is confirmed; what was held for it is free again."""
    return await change.by(decline_match, DeclineMatch(change.match_id, document.reason(), change.version))


@router.post("/{match_id}/dissolve")
async def post_dissolution(document: ReasonDocument, change: ChangeRequest) -> MatchView:
    """End what was agreed, as a party or a coordinator; what was delivered stays counted."""
    return await change.by(dissolve_match, DissolveMatch(change.match_id, document.reason(), change.version))


@router.put("/{match_id}/delivery-plan")
async def put_delivery_plan(document: DeliveryPlanDocument, change: ChangeRequest) -> MatchView:
    """Set the milestones and indicators of a confirmed match, as a party; milestones that were reached stay."""
    return await change.by(plan_delivery, PlanDelivery(change.match_id, document.plan(), change.version))


@router.post("/{match_id}/deliveries")
async def post_delivery(document: DeliveryDocument, change: ChangeRequest) -> MatchView:
    """Report what has come, as a party; when everything agreed has, delivery is complete by itself.

    If-Match keeps a request that is sent twice from being counted twice.
    """
    command = ReportDelivery(
        change.match_id, document.on, document.delivered(), document.milestone, document.note, change.version
    )
    return await change.by(report_delivery, command)


@router.post("/{match_id}/complete")
async def post_completion(change: ChangeRequest) -> MatchView:
    """Say as a party that no more will come; what was agreed and has not come is free again."""
    return await change.by(complete_delivery, CompleteDelivery(change.match_id, change.version))


@router.post("/{match_id}/evaluation")
async def post_evaluation(document: EvaluationDocument, change: ChangeRequest) -> MatchView:
    """Evaluate what was received, as the State (consent gate 3): the plan's indicators, the facets of BMS7 97."""
    command = EvaluateMatch(change.match_id, document.measured(), document.rated(), document.lessons, change.version)
    return await change.by(evaluate_match, command)
