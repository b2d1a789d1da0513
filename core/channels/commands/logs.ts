// /logs: the last output of commands in the workspace.
import { defineChatCommand } from './chat-command.ts';
import { fenced } from './run.ts';

const DEFAULT_LINES = 20;
const MAX_LINES = 200;
const MAX_SHOWN = 6_000;

export const LOGS = defineChatCommand({
  name: 'logs',
  usage: '[lines]',
  run: async ({ engine, session, args, texts }) => {
    const limit = Math.min(MAX_LINES, Number.parseInt(args, 10) || DEFAULT_LINES);
    const record = await engine.sessions.get(session.sessionKey);
    if (record === undefined) return texts.noOutputYet;
    const { lines } = await engine.console.list({ project: record.workspace, sessionKey: record.key, limit });
    if (lines.length === 0) return texts.noOutputYet;
    return fenced(lines.map(({ text }) => text).join('\n'), MAX_SHOWN);
  },
});
