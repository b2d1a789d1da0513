// Runs an OpenClaw command with a separate home folder.
import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

const COMMAND_MS = 60_000;

/** The command and its home folder. */
export interface CommandWorld {
  /** `openclaw.mjs`. */
  readonly command: string;
  /** Home folder, so that the user's own OpenClaw data isn't touched. */
  readonly home: string;
}

/** Result of a command. `code` is null if it was stopped. */
export interface CommandResult {
  readonly code: number | null;
  readonly output: string;
}

/** Environment of all commands. Only the path is inherited. */
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

/** Runs a command until it ends or `enough` returns true for its output. */
export function runCommand(
  { command, home }: CommandWorld,
  args: readonly string[],
  enough: (output: string) => boolean = () => false,
): Promise<CommandResult> {
  const child = spawn(process.execPath, [command, ...args], {
    cwd: home,
    env: { ...commandEnvironment(home) },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A separate process group, so that its child processes end with it.
    detached: true,
  });
  let output = '';
  return new Promise((resolve, reject) => {
    const stop = (): void => stopGroup(child.pid);
    const timer = setTimeout(stop, COMMAND_MS);
    const append = (chunk: Buffer): void => {
      output += stripVTControlCharacters(chunk.toString());
      if (enough(output)) stop();
    };
    child.stdout.on('data', append);
    child.stderr.on('data', append);
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
    // It has already ended.
  }
}
