// `gatehouse service uninstall`: stops the service and removes its files. Data, secrets, and the account are kept.
import { join } from 'node:path';
import { defaultEnvironmentFile, planService } from '#adapters/services/plan-service.ts';
import { removeOwnFile } from '#adapters/services/service-files.ts';
import { runManager } from '#adapters/services/service-manager.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { textOption, type CommandContext } from '../parser/command.ts';
import { confirm } from '../terminal/confirm.ts';
import { reportServiceErrors, targetService } from './target-service.ts';

/** Removes the service after a confirmation. @throws {CommandError} if it isn't installed */
export async function uninstall(context: CommandContext): Promise<void> {
  const target = await targetService(context);
  const { name, scope, root, facts, path, installedHome: home } = target;
  if (home === undefined)
    throw new CommandError(EXIT.failed, `the service "${name}" is not installed (there is no ${path})`);
  await confirm(context, `Stop and remove the service "${name}" (${path})? The data in ${home} is kept.`);
  await reportServiceErrors(async () => {
    const environmentFile = defaultEnvironmentFile({ name, scope, home }, facts.platform);
    const settings = {
      name,
      scope,
      home,
      userHome: home,
      groups: [],
      program: [process.execPath, process.execPath] as const,
      writable: [],
      searchPath: '',
      environmentFile,
    };
    const plan = planService(settings, facts);
    const isForImage = textOption(context, 'root') !== undefined;
    // It may have been stopped or disabled by hand. The files are removed anyway.
    if (!isForImage)
      for (const command of plan.stop)
        await runManager(command).catch((error: unknown) => context.output.note(errorMessage(error)));
    const removed = [target.path, ...plan.before.map((file) => join(root, file.path))].filter((file) =>
      removeOwnFile(file),
    );
    if (!isForImage) for (const command of plan.settle) await runManager(command);
    context.output.result(
      { ok: true, removed, kept: [home, environmentFile] },
      `Removed ${removed.join(' and ')}. Kept: ${home} and ${environmentFile}`,
    );
  });
}
