// Runs a tool from node_modules with the current Node.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { PROJECT_ROOT } from './project-root.ts';

/** Result of a tool. `output` is empty with `inherit`. */
export interface ToolResult {
  readonly code: number;
  readonly output: string;
}

/** Options of {@link runTool}. */
export interface RunToolOptions {
  /** The tool writes directly to the terminal. */
  readonly inherit?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `node <script> …args` in the project root. `script` is relative to node_modules. */
export function runTool(script: string, args: readonly string[], options: RunToolOptions = {}): Promise<ToolResult> {
  const child = spawn(process.execPath, [join(PROJECT_ROOT, 'node_modules', script), ...args], {
    cwd: PROJECT_ROOT,
    stdio: options.inherit === true ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: stripVTControlCharacters(output) }));
  });
}
