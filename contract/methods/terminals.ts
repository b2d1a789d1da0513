// Terminals in a session's workspace.
import { adminMethod } from './define-method.ts';
import { published, publishedParams, publishedResult } from '../wire/published.ts';
import { Type } from 'typebox';
import { closed, Id, Ok } from './results.ts';

/** Methods that open and control terminals. */
export const TERMINAL_METHODS = {
  'terminal.open': adminMethod({
    summary: "Opens a terminal in a session's workspace.",
    freshProof: true,
    ...published('TerminalOpen'),
    unsupported: ['catalog'],
  }),
  'terminal.input': adminMethod({
    summary: 'Sends input to a terminal that this connection opened or attached to.',
    params: publishedParams('TerminalInputParams'),
    result: publishedResult('TerminalAckResult'),
  }),
  'terminal.ack': adminMethod({
    summary:
      'Reports the `seq` up to which the client has processed terminal output. A client that reports right after it opens or attaches, and then at least every 65,536 characters, receives output as fast as it processes it. Otherwise, output is limited to 4 MiB/s.',
    params: closed({ sessionId: Id, seq: Type.Integer({ minimum: 0 }) }),
    result: Ok,
  }),
  'terminal.resize': adminMethod({
    summary: 'Resizes a terminal.',
    params: publishedParams('TerminalResizeParams'),
    result: publishedResult('TerminalAckResult'),
  }),
  'terminal.close': adminMethod({
    summary: 'Closes a terminal.',
    params: publishedParams('TerminalCloseParams'),
    result: publishedResult('TerminalAckResult'),
  }),
  'terminal.attach': adminMethod({
    summary: 'Attaches to an open terminal and returns its screen.',
    freshProof: true,
    ...published('TerminalAttach'),
  }),
  'terminal.list': adminMethod({
    summary: 'Lists open terminals.',
    params: closed({}),
    result: publishedResult('TerminalListResult'),
  }),
} as const;
