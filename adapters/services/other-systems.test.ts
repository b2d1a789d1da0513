// The files for macOS and Windows, read by parsers of their formats.
import { execFileSync, spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { launchdPlist } from './launchd-plist.ts';
import { planService } from './plan-service.ts';
import { readMark, type ServiceSettings } from './service-settings.ts';
import { encodeTask, toWindowsWord, windowsTask } from './windows-task.ts';

const ODD = `a & b <c> "d" 'e' --- ]]> %PATH% é`;
const hasPython = spawnSync('python3', ['-c', 'import plistlib, xml.dom.minidom']).status === 0;

const SETTINGS: ServiceSettings = {
  name: 'gatehouse',
  scope: 'user',
  userHome: '/Users/ada',
  groups: [],
  home: `/Users/ada/${ODD}`,
  program: ['/usr/local/bin/node', '/opt/gatehouse/current/gatehouse.mjs'],
  port: 18_790,
  writable: [],
  searchPath: '/usr/bin:/bin',
  environmentFile: `/Users/ada/${ODD}/gatehouse.env`,
};
const START = ['start', '--headless', '--no-link', '--home', SETTINGS.home, '--port', '18790'];

function python(script: string, input: string | Uint8Array): unknown {
  return JSON.parse(execFileSync('python3', ['-c', script], { input, encoding: 'utf8' }));
}

it.runIf(hasPython)('is a property list that launchd can read', () => {
  const script = 'import json,plistlib,sys; print(json.dumps(plistlib.loads(sys.stdin.buffer.read())))';
  expect(python(script, launchdPlist({ ...SETTINGS, scope: 'system', user: 'ada' }))).toEqual({
    Label: 'org.gatehouse.gatehouse',
    ProgramArguments: [...SETTINGS.program, ...START, '--env-file', SETTINGS.environmentFile],
    UserName: 'ada',
    WorkingDirectory: '/Users/ada',
    EnvironmentVariables: { PATH: '/usr/bin:/bin' },
    RunAtLoad: true,
    KeepAlive: { SuccessfulExit: false },
    ThrottleInterval: 10,
    ExitTimeOut: 20,
    SoftResourceLimits: { NumberOfFiles: 65_536 },
    Umask: 0o77,
    StandardErrorPath: `${SETTINGS.home}/service-errors.log`,
  });
});

it.runIf(hasPython)('is a task that the Task Scheduler can import', () => {
  const script = `
import json, sys, xml.dom.minidom
task = xml.dom.minidom.parseString(sys.stdin.buffer.read())
text = lambda name: task.getElementsByTagName(name)[0].firstChild.data
print(json.dumps({name: text(name) for name in ['Command', 'Arguments', 'LogonType', 'RunLevel', 'Interval', 'ExecutionTimeLimit']}))`;
  const bytes = encodeTask(windowsTask(SETTINGS, 'PC\\Ada'));
  expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xfe]);
  expect(python(script, bytes)).toEqual({
    Command: '/usr/local/bin/node',
    Arguments: [...SETTINGS.program.slice(1), ...START, '--env-file', SETTINGS.environmentFile]
      .map(toWindowsWord)
      .join(' '),
    LogonType: 'InteractiveToken',
    RunLevel: 'LeastPrivilege',
    Interval: 'PT1M',
    ExecutionTimeLimit: 'PT0S',
  });
});

it('quotes words as Windows programs split them', () => {
  expect(['plain', '', 'a b', 'say "hi"', 'C:\\a b\\', 'x\\"y'].map(toWindowsWord)).toEqual([
    'plain',
    '""',
    '"a b"',
    '"say \\"hi\\""',
    '"C:\\a b\\\\"',
    '"x\\\\\\"y"',
  ]);
});

it('names its home folder in every format, so that its own files are recognized', () => {
  const facts = { uid: 501, personHome: '/Users/ada', windowsAccount: 'PC\\Ada' };
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const { content } = planService(SETTINGS, { ...facts, platform }).main;
    const text = typeof content === 'string' ? content : Buffer.from(content).toString('utf16le', 2);
    expect(readMark(text)).toBe(SETTINGS.home);
  }
});
