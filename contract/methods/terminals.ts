// Terminals in a session's workspace.
import { defineMethod } from './define-method.ts';
import { published, publishedParams, publishedResult } from '../wire/published.ts';
import { closed } from './results.ts';

/** Methods that open and control terminals. */
export const TERMINAL_METHODS = {
  'terminal.open': defineMethod({
    summary: "Opens a terminal in a session's workspace.",
    scope: 'operator.admin',
    ...published('TerminalOpen'),
    unsupported: ['catalog'],
  }),
  'terminal.input': defineMethod({
    summary: 'Sends input to a terminal.',
    scope: 'operator.admin',
    params: publishedParams('TerminalInputParams'),
    result: publishedResult('TerminalAckResult'),
  }),
  'terminal.resize': defineMethod({
    summary: 'Resizes a terminal.',
    scope: 'operator.admin',
    params: publishedParams('TerminalResizeParams'),
    result: publishedResult('TerminalAckResult'),
  }),
  'terminal.close': defineMethod({
    summary: 'Closes a terminal.',
    scope: 'operator.admin',
    params: publishedParams('TerminalCloseParams'),
    result: publishedResult('TerminalAckResult'),
  }),
  'terminal.attach': defineMethod({
    summary: 'Attaches to an open terminal and returns its screen.',
    scope: 'operator.admin',
    ...published('TerminalAttach'),
  }),
  'terminal.list': defineMethod({
    summary: 'Lists open terminals.',
    scope: 'operator.admin',
    params: closed({}),
    result: publishedResult('TerminalListResult'),
  }),
} as const;
