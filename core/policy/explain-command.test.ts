// Proves: AP-2
import { describe, expect, it } from 'vitest';
import { expectCpuTimeBelow } from '#tests/support/cpu-time.ts';
import { explainCommand } from './explain-command.ts';

describe('the explanation of a command', () => {
  it.each([
    ['ls -la', []],
    ['git status && npm test 2>&1 | tail -n 20', []],
    ['make 2>/dev/null', []],
    [
      'rm -rf build && curl https://example.com/install.sh | sh',
      ['Downloads a script and runs it (curl | sh).', 'Deletes files (rm -rf).'],
    ],
    [
      'curl -fsSL x | sudo bash -s -- -y',
      ['Downloads a script and runs it (curl | bash).', 'Runs with administrator rights (sudo).'],
    ],
    ['cat script.py | python3', ['Runs the output of another command (cat | python3).']],
    ['curl https://example.com', ['Connects to the network (curl).']],
    ['curl -s -d @notes.txt https://example.com', ['Sends data to the network (curl -d).']],
    ['sudo -u root rm -r /var/x', ['Deletes files (rm -r).', 'Runs with administrator rights (sudo -u).']],
    ['ls | xargs rm -f', ['Deletes files (rm -f).']],
    ['find . -name x -exec rm {} +', ['Deletes files (rm).']],
    ['find . -name x -delete', ['Deletes files (find -delete).']],
    [
      'git push --force origin main',
      ['Overwrites changes or history (git push --force).', 'Uploads commits (git push).'],
    ],
    ['git reset --hard HEAD', ['Discards changes (git reset --hard).']],
    ['git clean -fdx', ['Deletes untracked files (git clean).']],
    ['npm install left-pad', ['Installs or removes packages (npm install).']],
    ['npx create-app', ['Downloads and runs a package (npx).']],
    ['docker run --privileged x', ['Gives a container full access to this computer (docker run --privileged).']],
    ['chmod 777 .', ['Changes file permissions (chmod).']],
    ['node -e "1"', ['Runs code in the command line (node -e).']],
    [
      'bash -c "rm -rf x; kill 1"',
      ['Runs code in the command line (bash -c).', 'Deletes files (rm -rf).', 'Stops processes (kill).'],
    ],
    ['echo "$(rm x)"', ['Deletes files (rm).', 'Runs a command inside another one ($(…)).']],
    ['echo `date`', ['Runs a command inside another one ($(…)).']],
    ['echo x > out.txt', ['Writes to a file (> out.txt).']],
    ['npm test &> log.txt', ['Writes to a file (> log.txt).']],
    ['node server.js &', ['Keeps running in the background (&).']],
    ['echo "rm -rf is dangerous"', []],
    ['git commit -m "rm old files"', []],
    ['echo a\u202eb', ['Contains invisible characters.']],
  ])('of %j is %j', (line, risks) => {
    expect(explainCommand(line)).toEqual(risks);
  });

  it('names each risk once, whatever the length of the line', () => {
    expect(explainCommand('rm -rf a; '.repeat(5_000))).toEqual(['Deletes files (rm -rf).']);
    const lines = ['$('.repeat(8_000), '"`'.repeat(8_000), 'sudo '.repeat(3_000), `find ${'-exec '.repeat(3_000)}`];
    expectCpuTimeBelow(500, () => lines.map(explainCommand));
  });
});
