// `gatehouse __complete`: what may stand at the end of a line. Called by the completion scripts only.
import { defineCommand, type CommandContext } from '../parser/command.ts';
import { completeWords, type Candidate } from '../parser/complete-line.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { liveIds } from '../connection/completion-ids.ts';

/** Nobody waits longer for a key to do something. */
const PATIENCE_MS = 2000;
/** Whatever else an id may hold, it would have to be quoted; such a one is not offered. */
const SAFE = /^[\p{L}\p{N}._:@+#/=-]+$/u;

export const complete = defineCommand({
  name: '__complete',
  summary: 'Says what may come next on a command line.',
  actions: [
    {
      name: '',
      summary: 'The last word is the one that is being typed.',
      operands: [{ name: 'words', isOptional: true, takesRest: true }],
      isVerbatim: true,
      run: printCandidates,
    },
  ],
});

async function printCandidates(context: CommandContext): Promise<ExitCode> {
  setTimeout(() => process.exit(EXIT.failed), PATIENCE_MS).unref();
  const words = context.operands;
  const typed = words.at(-1) ?? '';
  const candidates = await completeWords(words, (kind) => liveIds(context, kind));
  const fitting = candidates.filter(({ value }) => value.startsWith(typed) && SAFE.test(value));
  for (const candidate of fitting) context.output.line(lineOf(candidate));
  context.output.json(fitting);
  return EXIT.ok;
}

function lineOf({ value, help }: Candidate): string {
  return help === undefined ? value : `${value}\t${help}`;
}
