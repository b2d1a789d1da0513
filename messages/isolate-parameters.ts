// Parameters in languages that are written from right to left: a path or a name keeps its own direction, whatever is next to it.
import type { CompiledMessage } from '@lingui/message-utils/compileMessage';

/** U+2068 and U+2069 of the Unicode bidirectional algorithm: the text between them doesn't affect the text around it. */
const [START, END] = ['\u2068', '\u2069'];

/** The message with its text parameters isolated. A message that isn't compiled is returned as it is. */
export function isolateParameters(message: string | CompiledMessage): string | CompiledMessage {
  // Parts stay what they were.
  return isolate(message) as string | CompiledMessage;
}

function isolate(message: unknown): unknown {
  if (!Array.isArray(message)) return message;
  return message.flatMap((token: unknown) => {
    if (!Array.isArray(token)) return [token];
    const [name, type, options] = token as readonly unknown[];
    if (type === undefined) return [START, token, END];
    // Plurals and selects have a message for each case.
    if (typeof options !== 'object' || options === null) return [token];
    const cases = Object.entries(options).map(([key, value]) => [key, isolate(value)]);
    return [[name, type, Object.fromEntries(cases)]];
  });
}
