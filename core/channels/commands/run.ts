// /run: a command in the workspace, without a model. The approval policy decides about it as about an agent's.
import { defineChatCommand } from './chat-command.ts';

const MAX_SHOWN = 6_000;

export const RUN = defineChatCommand({
  name: 'run',
  usage: '<command>',
  run: async ({ engine, session, access, args, signal, texts }) => {
    if (args === '') return texts.runMissing;
    const { sessionKey, agentId } = session;
    if ((await engine.sessions.get(sessionKey)) === undefined) return texts.runNoSession;
    const outcome = await engine.tools.invoke(
      { tool: 'exec', input: { command: args }, sessionKey, agentId, by: access.by },
      signal,
    );
    if (outcome.type === 'approval') return texts.runWaits;
    if (outcome.type === 'ended') return outcome.message;
    return fenced(outcome.text === '' ? texts.noOutput : outcome.text, MAX_SHOWN);
  },
});

/** The end of a text as a code block that its content can't close. */
export function fenced(text: string, limit: number): string {
  const shown = text.length > limit ? `…${text.slice(-limit)}` : text;
  const longest = Math.max(2, ...Array.from(shown.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${shown.trimEnd()}\n${fence}`;
}
