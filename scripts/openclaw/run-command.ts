// Runs one command of OpenClaw with a home folder of its own.
import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

const COMMAND_MS = 60_000;

/** Where and as whom commands run. */
export interface CommandWorld {
  /** `openclaw.mjs`. */
  readonly command: string;
  /** Its home folder: nothing of the user's own OpenClaw is read or written. */
  readonly home: string;
}

/** How a command ended; `code` is null when it was stopped. */
export interface CommandResult {
  readonly code: number | null;
  readonly output: string;
}

/** The environment of every command: nothing of ours but the path. */
export function commandEnvironment(home: string): Readonly<Record<string, string>> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    COLUMNS: '200',
    NO_COLOR: '1',
  };
}

/** Runs to the end, or until `enough` of the output says that it may be stopped. */
export function runCommand(
  { command, home }: CommandWorld,
  args: readonly string[],
  enough: (output: string) => boolean = () => false,
): Promise<CommandResult> {
  const child = spawn(process.execPath, [command, ...args], {
    cwd: home,
    env: { ...commandEnvironment(home) },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what it starts ends with it.
    detached: true,
  });
  let output = '';
  return new Promise((resolve, reject) => {
    const stop = (): void => stopGroup(child.pid);
    const timer = setTimeout(stop, COMMAND_MS);
    const hear = (chunk: Buffer): void => {
      output += stripVTControlCharacters(chunk.toString());
      if (enough(output)) stop();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, output });
    });
  });
}

function stopGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}
