// `gatehouse export`: everything that is stored, as one archive.
import { constants, copyFileSync, existsSync } from 'node:fs';
import { resolve } from 'node:path';

import type { GatewayClient } from '#contract/wire/client-api.ts';
import { defined } from '#contract/types/defined.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { defineCommand, hasFlag, textOption, type CommandContext } from '../parser/command.ts';

export const exportAll = defineCommand({
  name: 'export',
  summary: 'Export all data as one archive',
  description:
    "The archive (tar.gz) contains all sessions with their attachments, the agents' files, settings, schedules, rules, and usage in open formats, the audit log, and a manifest that describes the files. Secrets are left out. It is written on the gateway's machine.",
  examples: ['gatehouse export', 'gatehouse export --out ~/gatehouse.tar.gz'],
  options: {
    out: { short: 'o', value: 'file', help: 'Also copy the archive to this file (gateway on this computer)' },
    force: { short: 'f', help: 'Overwrite the --out file if it exists' },
  },
  run: withClient(run),
});

async function run(context: CommandContext, client: GatewayClient): Promise<ExitCode> {
  const { output } = context;
  const copy = copyTarget(context);
  const progress = output.progress('Exporting sessions');
  const result = await client.request(
    'sessions.export_user',
    { archive: true },
    { onProgress: ({ step, done = 0, total = 0 }) => void (step === 'sessions' && progress.update(done, total)) },
  );
  progress.update(result.sessions, result.sessions);
  progress.end();
  const { path, bytes = 0, sessions, exported, warnings } = result;
  if (copy !== undefined) copyTo(path, copy, hasFlag(context, 'force'));
  output.json({ ...result, ...defined({ copy }) });
  for (const warning of warnings) output.note(output.colorize('yellow', warning));
  output.line(`Exported ${exported} of ${sessions} sessions to ${copy ?? path} (${bytes} bytes)`);
  return warnings.length === 0 ? EXIT.ok : EXIT.failed;
}

/** The --out file. @throws {CommandError} before the export, if the file exists and --force isn't given */
function copyTarget(context: CommandContext): string | undefined {
  const out = textOption(context, 'out');
  if (out === undefined) {
    if (hasFlag(context, 'force')) throw new CommandError(EXIT.usage, '--force is only valid with --out');
    return undefined;
  }
  const target = resolve(out);
  if (existsSync(target) && !hasFlag(context, 'force'))
    throw new CommandError(EXIT.failed, `${target} already exists`, {
      hint: 'Choose another file, or pass --force to overwrite it.',
    });
  return target;
}

function copyTo(path: string, target: string, overwrite: boolean): void {
  try {
    copyFileSync(path, target, overwrite ? 0 : constants.COPYFILE_EXCL);
  } catch (error) {
    throw new CommandError(EXIT.failed, `couldn't copy the archive to ${target}: ${errorMessage(error)}`, {
      cause: error,
      hint: `The archive is ${path} on the gateway's machine.`,
    });
  }
}
