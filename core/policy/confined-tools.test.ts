import { expect, it } from 'vitest';
import { isConfinedTool, listConfinedTools } from './confined-tools.ts';

const isTool = (line: string) => isConfinedTool(line.split(' '));

it('recognizes commands that build, check, or test a project', () => {
  for (const line of [
    'make all',
    'npm test',
    'npm -s test',
    'npm --silent run build',
    'cargo build -q',
    'cargo -q test',
    'cargo tree',
    'go list ./...',
    'npx vitest run',
    'node --test',
    'node scripts/build.js',
    'python3 -m pytest',
  ])
    expect(isTool(line), line).toBe(true);
});

it('recognizes nothing else', () => {
  for (const line of [
    'npm install',
    'npm -s install',
    'npm -s -s publish',
    'npm --prefix test publish',
    'cargo publish',
    'go get example.com/x',
    'npx -s vitest',
    'node -e 1',
    'node',
    'python3 -m http.server',
    'constructor -s test',
    'git push',
  ])
    expect(isTool(line), line).toBe(false);
});

it('lists the commands that it recognizes', () => {
  const commands = listConfinedTools().map(({ command }) => command);
  expect(commands).toContain('npm run');
  for (const command of commands) {
    const line = command.replace('<tool of this list>', 'vitest').replace('<script>', 'build.js');
    expect(isTool(line), command).toBe(true);
  }
});
