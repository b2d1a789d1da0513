// Records sent model requests, so that people can read them later.
import { defined } from '#contract/types/defined.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { promptTokens } from '../budgets/estimate-request.ts';
import type { ModelRequestRecord, RequestPart } from '../ports/model-request-store.ts';
import type { ModelRequest } from '../ports/provider.ts';
import type { ActiveRun } from '../runs/active-run.ts';
import type { ModelChoice } from '../runs/model-choice.ts';
import { modelSenses } from '../runs/model-senses.ts';
import { hashText } from './hash-text.ts';

/** Longest part that is kept, characters. */
const MAX_PART = 1_000_000;

/** What is known once the request has ended. */
type Outcome = Pick<ModelRequestRecord, 'purpose' | 'at' | 'durationMs' | 'attempt' | 'usage' | 'error'> & {
  /** The last event of the session when it was sent. */
  readonly seq: number;
};

/** Stores a request. A failure is only logged: the answer, which isn't stored yet, matters more. */
export async function recordRequest(
  run: ActiveRun,
  choice: ModelChoice,
  request: ModelRequest,
  outcome: Outcome,
): Promise<void> {
  const { actor, ports, runId } = run;
  try {
    const { record, parts } = describeRequest(run, choice, request, outcome);
    await ports.store.modelRequests.add(record, parts);
  } catch (failure) {
    ports.log.warn("Couldn't record a model request.", { runId, sessionKey: actor.key, error: errorMessage(failure) });
  }
}

function describeRequest(
  { actor, ports, runId }: ActiveRun,
  choice: ModelChoice,
  request: ModelRequest,
  { usage, error, ...facts }: Outcome,
): { readonly record: ModelRequestRecord; readonly parts: readonly RequestPart[] } {
  const { system, tools, context, messages, maxOutput, thinking } = request;
  const parts = {
    system: toPart(JSON.stringify(system)),
    tools: toPart(JSON.stringify(tools)),
    ...defined({ context: context === undefined ? undefined : toPart(context) }),
    ...(facts.purpose === 'summary' ? { messages: toPart(JSON.stringify(messages)) } : {}),
  };
  const hashes = Object.fromEntries(Object.entries(parts).map(([name, { hash }]) => [name, hash]));
  const record: ModelRequestRecord = {
    id: ports.ids.next(),
    sessionKey: actor.key,
    ownerId: actor.ownerId,
    runId,
    ...choice,
    ...facts,
    ...modelSenses(ports, choice),
    // It has the same names.
    parts: hashes as ModelRequestRecord['parts'],
    maxOutput,
    thinking,
    promptTokens: promptTokens(request),
    ...defined({ usage, error: error && toError(error) }),
  };
  return { record, parts: Object.values(parts) };
}

function toError({ code, message, httpStatus }: NonNullable<Outcome['error']>) {
  return { code, message, ...defined({ httpStatus }) };
}

function toPart(text: string): RequestPart {
  const kept = text.length <= MAX_PART ? text : text.slice(0, MAX_PART);
  return { hash: hashText(text), text: kept };
}
