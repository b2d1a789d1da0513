// /run: a command in the workspace, without a model. The approval policy decides about it as about an agent's.
import { defineChatCommand } from './chat-command.ts';

const MAX_SHOWN = 6_000;

export const RUN = defineChatCommand({
  name: 'run',
  description: 'Run a command in the workspace. The approval policy applies.',
  usage: '<command>',
  run: async ({ engine, session, access, args, signal }) => {
    if (args === '') return 'Write the command after it: `/run git status`';
    const { sessionKey, agentId } = session;
    if ((await engine.sessions.get(sessionKey)) === undefined)
      return 'Send a message first: the command runs in the workspace of the conversation.';
    const outcome = await engine.tools.invoke(
      { tool: 'exec', input: { command: args }, sessionKey, agentId, by: access.by },
      signal,
    );
    if (outcome.type === 'approval') return 'This command requires approval. It runs as soon as someone allows it.';
    if (outcome.type === 'ended') return outcome.message;
    return fenced(outcome.text === '' ? '(no output)' : outcome.text, MAX_SHOWN);
  },
});

/** The end of a text as a code block that its content can't close. */
export function fenced(text: string, limit: number): string {
  const shown = text.length > limit ? `…${text.slice(-limit)}` : text;
  const longest = Math.max(2, ...Array.from(shown.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${shown.trimEnd()}\n${fence}`;
}
