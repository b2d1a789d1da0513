// Terminals in a session’s workspace.
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';
import { closed } from './results.ts';

export const TERMINAL_METHODS = {
  'terminal.open': defineMethod({
    summary: 'Opens a pty in the session’s workspace.',
    scope: 'operator.admin',
    params: publishedParams('TerminalOpenParams'),
    result: publishedResult('TerminalOpenResult'),
  }),
  'terminal.input': defineMethod({
    summary: 'Types into it.',
    scope: 'operator.admin',
    params: publishedParams('TerminalInputParams'),
    result: publishedResult('TerminalAckResult'),
  }),
  'terminal.resize': defineMethod({
    summary: 'Resizes it.',
    scope: 'operator.admin',
    params: publishedParams('TerminalResizeParams'),
    result: publishedResult('TerminalAckResult'),
  }),
  'terminal.close': defineMethod({
    summary: 'Ends it.',
    scope: 'operator.admin',
    params: publishedParams('TerminalCloseParams'),
    result: publishedResult('TerminalAckResult'),
  }),
  'terminal.attach': defineMethod({
    summary: 'Continues with a pty, with its screen so far.',
    scope: 'operator.admin',
    params: publishedParams('TerminalAttachParams'),
    result: publishedResult('TerminalAttachResult'),
  }),
  'terminal.list': defineMethod({
    summary: 'Open ptys.',
    scope: 'operator.admin',
    params: closed({}),
    result: publishedResult('TerminalListResult'),
  }),
} as const;
