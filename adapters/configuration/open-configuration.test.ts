// Proves: CF-1, CF-4, CF-5
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { QUIET } from '#tests/support/quiet-log.ts';
import { exampleConfiguration } from '#scripts/example-configuration.ts';
import { ConfigurationInvalid, openConfiguration, type OpenConfiguration } from './open-configuration.ts';

let home: string;
let file: string;
const opened: OpenConfiguration[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-config-'));
  file = join(home, 'gatehouse.json5');
});

afterEach(() => {
  for (const configuration of opened.splice(0)) configuration.close();
  rmSync(home, { recursive: true });
});

async function open(text?: string, environment: Record<string, string> = {}): Promise<OpenConfiguration> {
  if (text !== undefined) writeFileSync(file, text);
  const configuration = await openConfiguration({
    file,
    home,
    workspaces: join(home, 'workspaces'),
    environment,
    log: QUIET,
  });
  opened.push(configuration);
  return configuration;
}

const findIssues = async (text: string) => {
  const error = await open(text).catch((reason: unknown) => reason);
  return error instanceof ConfigurationInvalid ? error.issues : [];
};

describe('the configuration file', () => {
  it('can be missing or empty, which yields the defaults with an agent called main', async () => {
    for (const text of [undefined, '', '// only a comment\n']) {
      const settings = (await open(text)).settings();
      expect(settings).toMatchObject({
        defaultAgentId: 'main',
        defaultModel: undefined,
        limits: { modelRetries: 3, compactAt: 0.8 },
      });
      expect(settings.agents).toEqual([
        {
          agentId: 'main',
          name: 'Main',
          workspace: join(home, 'workspaces', 'main'),
          ownFolder: true,
          model: '',
          fallbacks: [],
          instructions: '',
          approvalMode: 'ask',
          tools: { allow: [], deny: [] },
          maxTurns: 100,
          context: { tree: 0, files: 4_000, paths: [], console: 0, sessions: 0, tasks: 0 },
        },
      ]);
    }
  });

  it('renames the approval mode of an earlier version in the file, keeping everything else', async () => {
    const text =
      "{ // mine\n  agents: { defaults: { approvalMode: 'read-only' }, entries: { a: { approvalMode: 'read-only' }, b: { approvalMode: 'ask' } } } }";
    const { agents } = (await open(text)).settings();
    expect(Object.fromEntries(agents.map(({ agentId, approvalMode }) => [agentId, approvalMode]))).toEqual({
      main: 'deny',
      a: 'deny',
      b: 'ask',
    });
    expect(readFileSync(join(home, 'gatehouse.json5'), 'utf8')).toBe(text.replaceAll("'read-only'", "'deny'"));
  });

  it('takes the default machine from the file, else from the environment, else chooses it for each session', async () => {
    const text = "{ machines: { default: 'confined' }, agents: { entries: { a: {}, b: { machine: 'host' } } } }";
    const environment = { GATEHOUSE_MACHINE: 'docker' };
    const settings = (await open(text, environment)).settings();
    expect(settings.machines.default).toBe('confined');
    expect(settings.agents.map(({ agentId, machine }) => [agentId, machine])).toEqual([
      ['main', undefined],
      ['a', undefined],
      ['b', 'host'],
    ]);
    expect((await open('{}', environment)).settings().machines.default).toBe('docker');
    expect((await open('{}', { GATEHOUSE_MACHINE: '' })).settings().machines.default).toBe('auto');
  });

  it('overrides defaults with the user’s values and reports the origin of each', async () => {
    writeFileSync(join(home, 'more.json5'), "{ limits: { modelRetries: 1, compactAt: 0.5 }, logs: { level: 'warn' } }");
    const configuration = await open(
      "{ $include: 'more.json5', limits: { modelRetries: 5 }, agents: { defaults: { model: '${MODEL}', approvalMode: 'full' }, entries: { helper: { workspace: '~/w', tools: { deny: ['exec'] } } } } }",
      { MODEL: 'a/b' },
    );
    const settings = configuration.settings();
    expect(settings.limits).toMatchObject({ modelRetries: 5, compactAt: 0.5, concurrentRuns: 5 });
    expect(settings.defaultModel).toBe('a/b');
    expect(settings.agents.find((agent) => agent.agentId === 'helper')).toMatchObject({
      name: 'helper',
      workspace: join(homedir(), 'w'),
      approvalMode: 'full',
      tools: { allow: [], deny: ['exec'] },
    });
    expect((await configuration.snapshot()).origins).toMatchObject({
      'limits.modelRetries': 'file',
      'limits.compactAt': 'include',
      'limits.concurrentRuns': 'default',
      'agents.defaults.model': 'environment',
      'logs.level': 'include',
    });
    expect(configuration.settings().logs.level).toBe('warn');
  });

  it('reports each error with its location and does not start', async () => {
    expect(
      await findIssues(
        "{ limits: { modelRetries: 'many', colour: 1 }, agents: { defaults: { approvalMode: 'never' } }, x: 1 }",
      ),
    ).toEqual([
      { path: 'x', message: 'unknown key' },
      expect.objectContaining({
        path: 'agents.defaults.approvalMode',
        message: 'must be one of plan, ask, accept-edits, auto, full, deny',
      }),
      expect.objectContaining({ path: 'limits.colour' }),
      expect.objectContaining({ path: 'limits.modelRetries' }),
    ]);
    expect((await findIssues('{ a: '))[0]?.message).toMatch(/valid JSON5/);
    const long = `{ /* ${'x'.repeat(1024 * 1024)} */ }`;
    expect((await findIssues(long))[0]?.message).toBe('the file is longer than 1 MiB');
    writeFileSync(join(home, 'long.json5'), long);
    expect((await findIssues("{ $include: 'long.json5' }"))[0]?.message).toContain('longer than 1 MiB');
    expect((await findIssues('[1]'))[0]?.message).toMatch(/must contain an object/);
    expect((await findIssues('{ __proto__: { x: 1 } }'))[0]).toEqual({
      path: '__proto__',
      message: 'unknown key',
    });
    expect((await findIssues("{ agents: { defaults: { instructions: '${NOT_THERE}' } } }"))[0]).toMatchObject({
      path: 'agents.defaults.instructions',
      message: expect.stringContaining('NOT_THERE'),
    });
  });

  it('resolves environment references with fallbacks and escapes', async () => {
    const configuration = await open("{ agents: { defaults: { instructions: '${A}-${B:-b}-${C:-}-$${A}' } } }", {
      A: 'a',
    });
    expect(configuration.settings().agents[0]?.instructions).toBe('a-b--${A}');
  });

  it('limits includes to its folder and rejects cycles and deep nesting', async () => {
    for (const [from, to] of ['ab', 'bc', 'ca'])
      writeFileSync(join(home, `${from}.json5`), `{ $include: './${to}.json5' }`);
    expect((await findIssues("{ $include: 'a.json5' }"))[0]?.message).toContain(
      'gatehouse.json5 → a.json5 → b.json5 → c.json5 → a.json5',
    );
    for (let n = 0; n < 12; n++) writeFileSync(join(home, `d${n}.json5`), `{ $include: 'd${n + 1}.json5' }`);
    expect((await findIssues("{ $include: 'd0.json5' }"))[0]?.message).toMatch(/nested more than 10 levels deep/);
    mkdirSync(join(home, 'in'));
    symlinkSync(tmpdir(), join(home, 'out'));
    for (const name of ['../x.json5', '/etc/passwd', 'out/x.json5', 'nowhere.json5', 'in/../../x.json5'])
      expect(await findIssues(`{ $include: '${name}' }`), name).toHaveLength(1);
  });

  it('redacts secrets in the raw and the resolved text', async () => {
    const configuration = await open(
      "{ providers: { openai: { apiKey: 'sk-\\u0041bc\"d', baseUrl: 'https://x' }, other: { apiKey: '${KEY}' } } }",
      { KEY: 'from-environment' },
    );
    const shown = JSON.stringify(await configuration.snapshot());
    expect(shown).not.toContain('Abc');
    expect(shown).not.toContain('from-environment');
    expect(shown).toContain('__OPENCLAW_REDACTED__');
    expect(shown).toContain('${KEY}');
    expect(configuration.settings().providers?.[0]?.apiKey?.reveal()).toBe('sk-Abc"d');
    expect(configuration.secrets()).toContain('from-environment');
  });

  it('has a valid example that contains every key', async () => {
    const example = exampleConfiguration();
    await expect(example).toMatchFileSnapshot('../../docs/gatehouse.example.json5');
    await open(example);
    await open(example.replace(/^( +)\/\/ (\w+: .*,)$/gm, '$1$2'));
  });
});

describe('a configuration write', () => {
  const code = (error: unknown) => (error as { extras?: { details?: { code?: string } } }).extras?.details?.code;

  it('keeps comments and references, takes effect immediately, and is readable by its owner only', async () => {
    const configuration = await open("// mine\n{ agents: { defaults: { model: '${MODEL}' } } } // end\n", {
      MODEL: 'a/b',
    });
    const calls: (readonly string[])[] = [];
    configuration.onChange((paths) => void calls.push(paths));
    const { hash } = await configuration.snapshot();
    const result = await configuration.patch('{"limits":{"modelRetries":7}}', hash);
    expect(result).toMatchObject({ changedPaths: ['limits.modelRetries'], needsRestart: [] });
    expect(result.snapshot.hash).toBe(result.hash);
    expect(configuration.settings().limits.modelRetries).toBe(7);
    expect(calls).toEqual([['limits.modelRetries']]);
    expect(readFileSync(file, 'utf8')).toBe(
      "// mine\n{ agents: { defaults: { model: '${MODEL}' } }, limits: {\n  modelRetries: 7,\n} } // end\n",
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is rejected if the file was changed in the meantime, and only one of two concurrent writes succeeds', async () => {
    const configuration = await open('{}');
    const { hash } = await configuration.snapshot();
    writeFileSync(file, '{ logs: { level: "error" } }');
    await expect(configuration.patch('{"limits":{"modelRetries":7}}', hash)).rejects.toThrow(
      /config changed since last load/,
    );
    await expect(configuration.patch('{}', undefined)).rejects.toThrow(/config base hash required/);
    const { hash: fresh } = await (await open()).snapshot();
    const both = await Promise.allSettled([
      configuration.patch('{"limits":{"modelRetries":1}}', fresh),
      configuration.patch('{"limits":{"modelRetries":2}}', fresh),
    ]);
    expect(both.map((result) => result.status)).toEqual(['fulfilled', 'rejected']);
    expect(configuration.settings().limits.modelRetries).toBe(1);
  });

  it('is rejected with its issues if the result would be invalid', async () => {
    const configuration = await open('{ /* mine */ }');
    const { hash } = await configuration.snapshot();
    const refused = await configuration.patch('{"limits":{"modelRetries":"x"}}', hash).catch((error: unknown) => error);
    expect(code(refused)).toBe('CONFIG_INVALID');
    await expect(configuration.patch('[1]', hash)).rejects.toThrow(/must be a JSON object/);
    await expect(configuration.patch('{', hash)).rejects.toThrow(/valid JSON/);
    await expect(configuration.merge({ __nope: 1 })).rejects.toThrow(/unknown key/);
    expect(readFileSync(file, 'utf8')).toBe('{ /* mine */ }');
  });

  it('keeps a secret that is sent back redacted', async () => {
    const configuration = await open("{ providers: { openai: { apiKey: 'sk-1' } } }");
    const { hash, config } = await configuration.snapshot();
    await configuration.patch(JSON.stringify({ providers: (config as { providers: unknown }).providers }), hash);
    await configuration.merge({ providers: { openai: { enabled: false } } });
    expect(readFileSync(file, 'utf8')).toContain("'sk-1'");
  });

  it('shows hidden characters of an agent name as escapes', async () => {
    const configuration = await open("{ agents: { entries: { main: { name: 'Ma\u202e\u200bin 👩‍💻' } } } }");
    expect(configuration.settings().agents[0]?.name).toBe('Ma\\u{202e}\\u{200b}in 👩‍💻');
  });

  it('adds and removes an agent, and can override but not remove included values', async () => {
    writeFileSync(join(home, 'more.json5'), '{ limits: { modelRetries: 1 } }');
    const configuration = await open("{ $include: 'more.json5' }");
    await configuration.merge({ agents: { entries: { writer: { name: 'Writer', model: 'a/b' } } } });
    expect(configuration.settings().agents.map((agent) => agent.agentId)).toEqual(['main', 'writer']);
    await configuration.merge({ agents: { entries: { writer: null } } });
    expect(configuration.settings().agents.map((agent) => agent.agentId)).toEqual(['main']);
    await configuration.merge({ limits: { modelRetries: 2 } });
    expect(configuration.settings().limits.modelRetries).toBe(2);
    await expect(configuration.merge({ limits: { compactAt: null } })).resolves.toBeUndefined();
    await configuration
      .merge({ limits: { modelRetries: null } })
      .then(() => expect(configuration.settings().limits.modelRetries).toBe(1));
    await expect(configuration.merge({ limits: { modelRetries: null } })).rejects.toThrow(/included file/);
    expect(readFileSync(join(home, 'more.json5'), 'utf8')).toBe('{ limits: { modelRetries: 1 } }');
  });

  it('made by hand is detected, and an invalid file keeps the last valid values in effect', async () => {
    const configuration = await open('{}');
    const changed = new Promise<void>((resolve) => void configuration.onChange(() => resolve()));
    writeFileSync(file, '{ limits: { modelRetries: 0 } }');
    await changed;
    expect(configuration.settings().limits.modelRetries).toBe(0);
    writeFileSync(file, '{ limits: { modelRetries: ');
    await expect.poll(async () => (await configuration.snapshot()).valid).toBe(false);
    expect(configuration.settings().limits.modelRetries).toBe(0);
    await expect(configuration.merge({ logs: { level: 'warn' } })).rejects.toThrow(/wouldn't be valid/);
  });

  it('with duplicate keys is rejected with their place, and the last valid values stay in effect', async () => {
    const configuration = await open('{ limits: { modelRetries: 0 } }');
    const { hash } = await configuration.snapshot();
    const text = '{\n  limits: { modelRetries: 1 },\n  limits: { modelRetries: 2 },\n}';
    await expect(configuration.replace(text, hash)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringContaining('duplicate key "limits" at line 3, column 3'),
    });
    writeFileSync(file, text);
    await expect.poll(async () => (await configuration.snapshot()).valid).toBe(false);
    expect((await configuration.snapshot()).issues).toEqual([
      { path: '', message: expect.stringContaining('duplicate key "limits" at line 3, column 3') },
    ]);
    expect(configuration.settings().limits.modelRetries).toBe(0);
  });

  it('is read without file access', async () => {
    const configuration = await open('{}');
    const first = configuration.settings();
    rmSync(file);
    for (let n = 0; n < 10_000; n++) expect(configuration.settings()).toBe(first);
  });

  it('provides a schema and form hints', async () => {
    const { schema, uiHints } = (await open()).schema();
    expect(JSON.stringify(schema)).toContain('approvalTtlMs');
    expect(uiHints['providers.*.apiKey']).toMatchObject({ label: 'API key', sensitive: true });
  });
});

describe('a file with a syntax error', () => {
  const valid = "{ providers: { openai: { apiKey: 'sk-known' } }, agents: { entries: { main: { name: '${NAME}' } } } }";

  it('shows no secrets, neither known nor new ones, and no values of environment variables', async () => {
    const configuration = await open(valid, { NAME: 'private' });
    writeFileSync(
      file,
      `{ note: 'sk-known', hooks: { token: 'it\\'s new', "apiKey": "new too, password: new\n token: "\${NAME}" secret: 'new \\\nnew'`,
    );
    await expect.poll(async () => (await configuration.snapshot()).valid).toBe(false);
    const { raw, config, origins } = await configuration.snapshot();
    expect(raw).not.toMatch(/known|new/);
    expect(raw).toContain('token: "${NAME}"');
    expect(JSON.stringify(config)).not.toMatch(/known|private/);
    expect(origins?.['agents.entries.main.name']).toBe('environment');
  });

  it('can be repaired without sending its secrets', async () => {
    const configuration = await open(valid, { NAME: 'private' });
    writeFileSync(file, valid.slice(0, -1));
    await expect.poll(async () => (await configuration.snapshot()).valid).toBe(false);
    const { raw, hash } = await configuration.snapshot();
    await configuration.replace(`${raw} }`, hash);
    expect(readFileSync(file, 'utf8')).toContain("'sk-known'");
    expect((await configuration.snapshot()).valid).toBe(true);
  });
});
