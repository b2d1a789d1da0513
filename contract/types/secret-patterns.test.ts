import { describe, expect, it } from 'vitest';
import { expectCpuTimeBelow } from '#tests/support/cpu-time.ts';
import { findSecrets, secretIn } from './secret-patterns.ts';

const FILL = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0';

describe('a secret in a text', () => {
  it.each([
    ['an Anthropic key', `sk-ant-api03-${FILL}`],
    ['an OpenAI or OpenRouter key', `sk-proj-${FILL}`],
    ['an OpenAI or OpenRouter key', `sk-or-v1-${FILL}`],
    ['an API key', `sk-${FILL}`],
    ['an API key', `gsk_${FILL}`],
    ['a Google key', `AIza${FILL.slice(0, 35)}`],
    ['a GitHub token', `ghp_${FILL}`],
    ['a GitHub token', `github_pat_${FILL}`],
    ['a GitLab token', `glpat-${FILL}`],
    ['an npm token', `npm_${FILL.slice(0, 36)}`],
    ['a PyPI token', `pypi-AgEIcHlwaS5vcmc${FILL}`],
    ['a Docker token', `dckr_pat_${FILL}`],
    ['a Stripe key', `sk_live_${FILL}`],
    ['a Slack token', `xoxb-123456789012-${FILL}`],
    ['a Telegram bot token', `123456789:${FILL.slice(0, 35)}`],
    ['an AWS key', 'AKIAIOSFODNN7EXAMPLE'],
    ['an AWS key', `AWS_SECRET_ACCESS_KEY=${FILL}`],
    ['an AWS key', `"SecretAccessKey": "${FILL}"`],
    ['a JSON Web Token', `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${FILL}`],
    ['a private key', `-----BEGIN OPENSSH PRIVATE KEY-----\n${FILL}`],
  ])('is recognized as %s anywhere in a text', (name, secret) => {
    for (const text of [secret, `use ${secret} please`, `KEY="${secret}"`, `a\n${secret}\nb`, `(${secret})`])
      expect([text, secretIn(text)]).toEqual([text, name]);
  });

  it.each([
    'Why does `sk-ant-...` not work?',
    'Put sk-ant-YOUR-KEY-GOES-HERE into the file.',
    'the branch sk-learn-pipelines-with-many-words-in-it',
    'task-management-and-desk-organisation-for-everyone',
    'git checkout 3f2c1b0a9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a',
    'at 12345678:90 the build failed',
    '-----BEGIN PRIVATE KEY----- is how such a file begins.',
    'github_pat_ and ghp_ are prefixes',
    'uuid 7b0c3a52-5a3e-4f6b-9a0e-0d7f4d1c2b3a',
  ])('is not detected in %j', (text) => {
    expect(secretIn(text)).toBeUndefined();
  });

  it('is found with its place, also after another one', () => {
    const text = `a ghp_${FILL}, 123456789:${FILL.slice(0, 35)} and aws_secret_access_key = ${FILL}.`;
    expect(findSecrets(text).map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
      ['github-token', `ghp_${FILL}`],
      ['telegram-token', `123456789:${FILL.slice(0, 35)}`],
      ['aws-key', FILL],
    ]);
    const key = `-----BEGIN RSA PRIVATE KEY-----\n${FILL}\n${FILL}\n-----END RSA PRIVATE KEY-----`;
    expect(findSecrets(`x${key}y`)).toEqual([{ kind: 'private-key', start: 1, end: key.length + 1 }]);
  });

  const HOSTILE = [
    'eyJ',
    'eyJaaaaaaaa.',
    '-eyJa',
    'gh',
    'ghp_1',
    '-----BEGIN RSA PRIVATE KEY-----',
    'SecretAccessKey=',
  ];
  const KEY_START = `-----BEGIN PRIVATE KEY-----\n${FILL}`;
  const MORE = [
    ...HOSTILE,
    KEY_START,
    `${KEY_START}-----END `,
    'aws_secret_access_key',
    '1:',
    '12345678:',
    'eyJaaaaaaaa.eyJ',
  ];

  it.each([...MORE, 'sk-', 'sk-ant-', 'sk-ant-a', '1234567890:', 'xoxb-1', '-----BEGIN RSA ', 'AIza', 'sk-a', 'a'])(
    'is searched for quickly, even in a million characters of %j',
    (piece) => {
      const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
      expectCpuTimeBelow(250, () => secretIn(text));
    },
  );
});
