// Terminals in a session's workspace.
import { adminMethod } from './define-method.ts';
import { published, publishedParams, publishedResult, withOwnFields } from '../wire/published.ts';
import { Type } from 'typebox';
import { MAX_TERMINAL_NAME, type SessionTerminal } from '../types/terminals.ts';
import { closed, Id, Ok, resultType, SessionKey } from './results.ts';

const Name = Type.String({ minLength: 1, maxLength: MAX_TERMINAL_NAME, pattern: '\\S' });

/** Methods that open and control terminals. */
export const TERMINAL_METHODS = {
  'terminal.open': adminMethod({
    summary: "Opens a terminal in a session's workspace.",
    freshProof: true,
    params: withOwnFields(publishedParams('TerminalOpenParams'), { name: Type.Optional(Name) }),
    result: publishedResult('TerminalOpenResult'),
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
    summary: 'Closes a terminal. One that has ended is removed, with its output.',
    params: publishedParams('TerminalCloseParams'),
    result: publishedResult('TerminalAckResult'),
  }),
  'terminal.attach': adminMethod({
    summary: 'Attaches to an open terminal and returns its screen.',
    freshProof: true,
    ...published('TerminalAttach'),
  }),
  'terminal.list': adminMethod({
    whileReadOnly: true,
    summary: 'Lists open terminals.',
    params: closed({}),
    result: publishedResult('TerminalListResult'),
  }),
  'terminal.upload': adminMethod({
    summary:
      'Stores a file of up to 16 MB in the folder `.gatehouse-uploads` of the workspace, and returns its path for use in a terminal that this connection opened or attached to.',
    ...published('TerminalUpload'),
  }),
  'terminal.bySession': adminMethod({
    summary:
      'Lists the terminals of a session, oldest first: those that are open, and those that ended when the host stopped or that were killed.',
    params: closed({ sessionKey: SessionKey }),
    result: resultType<{ readonly sessionKey: string; readonly terminals: readonly SessionTerminal[] }>(
      'SessionTerminals',
    ),
  }),
  'terminal.rename': adminMethod({
    summary: 'Changes the name of a terminal.',
    params: closed({ sessionId: Id, name: Name }),
    result: Ok,
  }),
  'terminal.output': adminMethod({
    summary: 'Returns the saved output of a terminal, up to 1 MB, even if it ended when the host stopped.',
    freshProof: true,
    params: closed({ sessionId: Id }),
    result: Type.Object({ output: Type.String() }),
  }),
} as const;
