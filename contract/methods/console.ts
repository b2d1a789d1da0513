// The console of a project: output of its commands, and errors in it.
import { Type } from 'typebox';
import type { ConsoleError, ConsolePage, ConsoleProject, FoundError } from '../types/console.ts';
import { defineMethod, readMethod, writeMethod } from './define-method.ts';
import { Id, Ok, SessionKey, closed, resultType } from './results.ts';

/** Names a project: its folder, or a session that works in it. */
const PLACE = {
  project: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
  sessionKey: Type.Optional(SessionKey),
};
const LineId = Type.Integer({ minimum: 0 });

/** Methods of the console. A project is a workspace folder; it is named by its path or by a session that works in it. */
export const CONSOLE_METHODS = {
  'console.projects': readMethod({
    summary: 'Lists the projects that have console output, newest output first.',
    params: closed({}),
    result: resultType<{ readonly projects: readonly ConsoleProject[] }>('ConsoleProjectsResult'),
  }),
  'console.list': readMethod({
    summary:
      "Returns lines of a project's console, oldest first: the newest ones, or those before `beforeId`. Filters by source, kind, errors, and text.",
    params: closed({
      ...PLACE,
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_000 })),
      beforeId: Type.Optional(LineId),
      afterId: Type.Optional(LineId),
      sourceId: Type.Optional(Id),
      ownSession: Type.Optional(Type.Boolean()),
      kind: Type.Optional(Type.Enum(['command', 'background', 'terminal', 'browser'])),
      errorsOnly: Type.Optional(Type.Boolean()),
      search: Type.Optional(Type.String({ maxLength: 200 })),
    }),
    result: resultType<ConsolePage>('ConsolePage'),
  }),
  'console.errors': readMethod({
    summary: "Lists errors recognized in a project's console, newest first.",
    params: closed({ ...PLACE, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })) }),
    result: resultType<{
      readonly project: string;
      readonly errors: readonly ConsoleError[];
      /** Whether errors are handed to the agent automatically. */
      readonly autoFix: boolean;
    }>('ConsoleErrorsResult'),
  }),
  'console.analyze': readMethod({
    summary: 'Finds errors in a text, such as the output of a command.',
    params: closed({ text: Type.String({ maxLength: 500_000 }) }),
    result: resultType<{ readonly errors: readonly FoundError[] }>('ConsoleAnalyzeResult'),
  }),
  'console.subscribe': readMethod({
    summary: 'Subscribes to the `console.output` events of a project.',
    params: closed(PLACE),
    result: resultType<{ readonly project: string }>('ConsoleSubscribeResult'),
  }),
  'console.unsubscribe': readMethod({
    summary: 'Unsubscribes from the `console.output` events of a project.',
    params: closed(PLACE),
    result: resultType<{ readonly project: string }>('ConsoleUnsubscribeResult'),
  }),
  'console.fix': writeMethod({
    summary: 'Sends an error with its output to the agent of its session, or of `sessionKey`.',
    params: closed({ errorId: Id, sessionKey: Type.Optional(SessionKey) }),
    result: resultType<{ readonly runId: string; readonly sessionKey: string }>('ConsoleFixResult'),
    rate: 'chatSend',
  }),
  'console.autoFix': defineMethod({
    scope: 'operator.admin',
    summary:
      "Turns automatic fixes on or off for a project. Errors are then sent to the session's agent a few times at most.",
    params: closed({ ...PLACE, enabled: Type.Boolean() }),
    result: Ok,
  }),
  'console.clear': defineMethod({
    scope: 'operator.admin',
    summary: "Permanently removes the output of a project's console.",
    params: closed(PLACE),
    result: resultType<{ readonly project: string; readonly removedLines: number }>('ConsoleClearResult'),
  }),
} as const;
