// Starts the user's editor on this computer: the configured one, that of $VISUAL if it has a window, or the first known one.
import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { basename, delimiter, isAbsolute, join } from 'node:path';
import { errorMessage, invalidRequest } from '#contract/wire/errors.ts';
import type { OpenInEditor } from '#core/ports/editor.ts';
import { EDITORS, type Editor } from './editors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Found {
  readonly file: string;
  readonly editor: Editor;
}

/** Variables that the editor doesn't need and that may be secret. */
const WITHHELD = /^GATEHOUSE_|(KEY|TOKEN|SECRET|PASSWORD|PASSPHRASE)$/i;

/** `setting` is the configured program, if there is one. */
export function createOpenInEditor(environment: Environment, setting: () => string | undefined): OpenInEditor {
  return async (path, line) => {
    const { file, editor } = await findEditor(environment, setting());
    const args = line === undefined ? [path] : editor.toArguments(path, line);
    await start(file, args, environment);
    return editor.title;
  };
}

async function findEditor(environment: Environment, setting: string | undefined): Promise<Found> {
  if (setting !== undefined) {
    const file = await findProgram(environment, setting);
    if (file !== undefined) return { file, editor: findKnown(file) ?? toUnknown(file) };
    const hint = 'Install it, or change the setting "workspaces.editor".';
    throw invalidRequest(`The editor ${JSON.stringify(setting)} isn't installed on this computer.`, 'NO_EDITOR', hint);
  }
  const [visual = ''] = (environment['VISUAL'] ?? '').split(' ');
  for (const program of [visual, ...EDITORS.flatMap(({ programs }) => programs)]) {
    const editor = findKnown(program);
    const file = editor === undefined ? undefined : await findProgram(environment, program);
    if (editor !== undefined && file !== undefined) return { file, editor };
  }
  throw invalidRequest(
    'No known editor is installed on this computer.',
    'NO_EDITOR',
    'Set "workspaces.editor" to the program of your editor.',
  );
}

function findKnown(program: string): Editor | undefined {
  const name = basename(program)
    .replace(/\.exe$/i, '')
    .toLowerCase();
  return EDITORS.find(({ programs }) => programs.includes(name));
}

function toUnknown(file: string): Editor {
  return { title: basename(file), programs: [], toArguments: (path) => [path] };
}

/** An absolute path, or a name in a folder of PATH. */
async function findProgram(environment: Environment, program: string): Promise<string | undefined> {
  if (program === '') return undefined;
  if (isAbsolute(program)) return (await isExecutable(program)) ? program : undefined;
  if (basename(program) !== program) return undefined;
  const names = process.platform === 'win32' ? [`${program}.exe`] : [program];
  for (const folder of (environment['PATH'] ?? environment['Path'] ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const name of names) if (await isExecutable(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** The editor runs on after the gateway. */
function start(file: string, args: readonly string[], environment: Environment): Promise<void> {
  const env = Object.fromEntries(Object.entries(environment).filter(([name]) => !WITHHELD.test(name)));
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, detached: true, stdio: 'ignore' });
    child.once('error', (error) => {
      const hint = 'Check the setting "workspaces.editor".';
      reject(invalidRequest(`Couldn't start ${file}: ${errorMessage(error)}`, 'NO_EDITOR', hint));
    });
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}
