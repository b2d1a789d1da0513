// Tests OpenClaw's terminal client in a pty by the text on its screen.
import headless from '@xterm/headless';
import { spawn } from 'node-pty';

import { waitUntil } from '#tests/support/wait-until.ts';

import type { Check } from './check-list.ts';
import { commandEnvironment, type CommandWorld } from './run-command.ts';

const SIZE = { cols: 120, rows: 40 };
const ESCAPE = '\u001B';

/** Completes a turn, then aborts one. */
export function terminalClientCheck({ command, home }: CommandWorld, flags: readonly string[]): Check {
  return {
    name: 'tui: a turn and an abort',
    async run() {
      const screen = new headless.Terminal({ ...SIZE, allowProposedApi: true });
      const pty = spawn(process.execPath, [command, 'tui', ...flags, '--session', 'agent:main:tui'], {
        ...SIZE,
        cwd: home,
        env: { ...commandEnvironment(home) },
      });
      pty.onData((data) => screen.write(data));
      const shows = (text: string): Promise<true> =>
        waitUntil(`“${text}” on the screen`, () => textOf(screen).includes(text));
      const type = async (text: string): Promise<void> => {
        pty.write(text);
        await shows(text);
        pty.write('\r');
      };
      try {
        await shows('connected | idle');
        await type('How often do I water?');
        await shows('Every second morning.');
        await shows('connected | idle');
        await type('Please take your time.');
        await shows('Let me think.');
        pty.write(ESCAPE);
        await shows('run aborted');
      } finally {
        pty.kill();
        screen.dispose();
      }
    },
  };
}

function textOf(screen: headless.Terminal): string {
  const { active } = screen.buffer;
  return Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '')
    .join('\n')
    .trimEnd();
}
