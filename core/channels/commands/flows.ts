// Commands that ask several questions. What was answered is saved, so that a restart continues with the next question.
import type { ChatFlow } from '../channel-records.ts';
import type { ChatTexts } from '../texts/english.ts';
import type { ChatCall, ChatOutcome, ChatReply } from './chat-command.ts';

const FLOW_MS = 30 * 60_000;

/** A question of a command. */
export interface FlowStep {
  /** Name of the answer. */
  readonly name: string;
  readonly ask: (texts: ChatTexts) => ChatReply | string;
  /** What is wrong with an answer, as a sentence; undefined if it is fine. */
  readonly check?: (answer: string, texts: ChatTexts) => string | undefined;
}

/** A command with questions. */
export interface Flow {
  readonly command: string;
  readonly steps: readonly FlowStep[];
  readonly finish: (call: ChatCall, answers: Readonly<Record<string, string>>) => Promise<ChatOutcome>;
}

/** Starts a flow with what is already known, and asks the first open question. */
export async function startFlow(
  call: ChatCall,
  flow: Flow,
  known: Readonly<Record<string, string>> = {},
): Promise<ChatOutcome> {
  return continueWith(call, flow, known);
}

/** The flow that a sender is in. */
export function findFlow({
  state,
  senderId,
  clock,
}: Pick<ChatCall, 'state' | 'senderId' | 'clock'>): ChatFlow | undefined {
  const flow = state.flows?.[senderId];
  return flow === undefined || flow.expiresAtMs <= clock.now() ? undefined : flow;
}

/** Takes an answer to the open question. */
export async function answerFlow(
  call: ChatCall,
  flow: Flow,
  { answers }: ChatFlow,
  answer: string,
): Promise<ChatOutcome> {
  const step = flow.steps.find(({ name }) => answers[name] === undefined);
  if (step === undefined) return continueWith(call, flow, answers);
  const problem = step.check?.(answer, call.texts);
  if (problem !== undefined) return call.texts.tryAgain(problem);
  return continueWith(call, flow, { ...answers, [step.name]: answer });
}

/** Ends the flow of a sender; false if there is none. */
export async function forgetFlow(call: ChatCall): Promise<boolean> {
  const { records, channelId, chat, senderId } = call;
  const state = await records.chat(channelId, chat);
  if (state.flows?.[senderId] === undefined) return false;
  const { [senderId]: _ended, ...flows } = state.flows;
  await records.saveChat(channelId, chat, { ...state, flows });
  return true;
}

async function continueWith(
  call: ChatCall,
  flow: Flow,
  answers: Readonly<Record<string, string>>,
): Promise<ChatOutcome> {
  const open = flow.steps.find(({ name }) => answers[name] === undefined);
  if (open === undefined) {
    // A crash in between asks the last question again instead of doing it twice.
    await forgetFlow(call);
    return flow.finish(call, answers);
  }
  const { records, channelId, chat, senderId, clock } = call;
  const state = await records.chat(channelId, chat);
  const next: ChatFlow = { command: flow.command, answers, expiresAtMs: clock.now() + FLOW_MS };
  await records.saveChat(channelId, chat, { ...state, flows: { ...state.flows, [senderId]: next } });
  return open.ask(call.texts);
}
