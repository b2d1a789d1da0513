// Auto mode: a model reviews a command that would require approval. It can only allow it or pass it on, and each decision is audited.
import { escapeHidden } from '#contract/types/hidden-characters.ts';
import type { ToolCallView } from '#contract/sessions/session-view.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { Verdict } from '../policy/policy.ts';
import type { ModelRequest } from '../ports/provider.ts';
import type { Plan } from '../ports/tool-source.ts';
import { policyPrincipal } from '../principal.ts';
import type { ActiveRun } from '../runs/active-run.ts';
import { collectAnswer } from '../runs/collect-answer.ts';
import { modelChain, parseModel, type ModelChoice } from '../runs/model-choice.ts';
import { withTimeLimit } from '../runs/wait.ts';
import { usageRecord } from '../usage/usage-record.ts';
import { readReview, REVIEW_INSTRUCTIONS, type Review } from './read-review.ts';
import { findReviewLimit } from './review-limits.ts';

const TIMEOUT_MS = 20_000;
const MAX_OUTPUT_TOKENS = 300;

/** Recorded as the decider of a call that the reviewer allowed. */
export const REVIEWER = 'reviewer';

/** Reviews of each run, whose number is limited. */
const counts = new WeakMap<ActiveRun, number>();

/** The decision on a call that the policy would ask about. It never throws: without a clear answer, a person decides. */
export async function reviewCall(
  run: ActiveRun,
  call: ToolCallView,
  plan: Plan,
  verdict: Verdict,
  knownHosts: readonly string[],
): Promise<Review> {
  const { actor, ports } = run;
  const review = await decide(run, plan, verdict, knownHosts);
  const { decision, reason } = review;
  const command = escapeHidden(plan.command);
  const details = {
    decision,
    reason,
    sessionKey: actor.key,
    runId: run.runId,
    tool: call.name,
    command,
    cwd: plan.cwd,
  };
  const by = policyPrincipal(REVIEWER, actor.ownerId);
  await ports.store.audit.append({ by, action: 'approval.reviewed', subject: call.callId, details });
  return review;
}

async function decide(run: ActiveRun, plan: Plan, verdict: Verdict, knownHosts: readonly string[]): Promise<Review> {
  const limit = findReviewLimit(plan, verdict, knownHosts);
  if (limit !== undefined) return { decision: 'ask', reason: `Not reviewed: ${limit}.` };
  const { reviewsPerRun } = run.ports.config.settings().approvals;
  const count = (counts.get(run) ?? 0) + 1;
  if (count > reviewsPerRun) return { decision: 'ask', reason: 'Not reviewed: the limit of this run is reached.' };
  counts.set(run, count);
  try {
    return await askModel(run, plan, verdict);
  } catch (error) {
    run.ports.log.info("Couldn't review a command.", { runId: run.runId, error: errorMessage(error) });
    return { decision: 'ask', reason: 'Not reviewed: the reviewer did not answer.' };
  }
}

async function askModel(run: ActiveRun, plan: Plan, { reason: why, programs }: Verdict): Promise<Review> {
  const { actor, ports, runId } = run;
  const choice = chooseModel(run);
  const provider = await ports.providers.open(choice.provider, actor.ownerId);
  const facts = { command: escapeHidden(plan.command), folder: plan.cwd, requiresApprovalBecause: why, programs };
  const request: ModelRequest = {
    model: choice.model,
    system: [REVIEW_INSTRUCTIONS],
    messages: [{ role: 'user', content: [{ type: 'text', text: ports.secretGuard.mask(JSON.stringify(facts)) }] }],
    tools: [],
    maxOutput: MAX_OUTPUT_TOKENS,
    thinking: 'off',
    sessionKey: actor.key,
  };
  const reservation = await run.budgets.reserve(actor, runId, choice, request);
  if (reservation === undefined) return { decision: 'ask', reason: 'Not reviewed: a budget is used up.' };
  try {
    const answer = await withTimeLimit(ports.clock, TIMEOUT_MS, (signal) =>
      collectAnswer(provider, request, AbortSignal.any([signal, run.signal])),
    );
    const usage = answer?.usage;
    if (usage !== undefined)
      await actor.commit(
        ({ record }) => record && { events: [], usage: usageRecord({ runId, actor, ports }, choice, usage) },
      );
    const review = readReview(answer?.text ?? '');
    return review ?? { decision: 'ask', reason: 'Not reviewed: the answer of the reviewer was not valid.' };
  } finally {
    reservation.release();
  }
}

/** The model in the settings, else the session's own. */
function chooseModel({ ports, agent, actor }: ActiveRun): ModelChoice {
  const settings = ports.config.settings();
  const wanted = settings.approvals.reviewModel;
  const [own] = modelChain(settings, agent, actor.record);
  return (wanted === undefined ? undefined : parseModel(wanted)) ?? own;
}
