import { describe, expect, it } from 'vitest';
import { GatewayError } from '#contract/wire/errors.ts';
import { parseGitUrl, withoutCredentials } from './git-url.ts';

const findCause = (url: string): unknown => {
  try {
    return parseGitUrl(url).name;
  } catch (error) {
    return error instanceof GatewayError ? error.extras.details?.['cause'] : error;
  }
};

describe('the URL of a repository', () => {
  it.each([
    ['https://github.com/owner/repo.git', 'repo'],
    ['https://git.example.org:8443/a/b/', 'b'],
    ['ssh://git@example.org/repo', 'repo'],
    ['git@example.org:owner/repo.git', 'repo'],
    ['/srv/git/repo.git', 'repo'],
    ['file:///srv/git/repo', 'repo'],
  ])('%s names the project %s', (url, name) => {
    expect(findCause(url)).toBe(name);
  });

  it.each([
    '',
    'repo',
    '-u',
    'http://example.org/a',
    'git://example.org/a',
    'ext::sh -c id',
    'fd::17',
    'https://user@example.org/a',
    'https://user:secret@example.org/a',
    'ssh://git:secret@example.org/a',
    'ssh://-oProxyCommand=id/a',
    'https://example.org/',
    'https://example.org/a\nb',
  ])('%j is rejected', (url) => {
    expect(findCause(url)).toBe('invalid_url');
  });

  it('is stored without credentials', () => {
    expect(withoutCredentials('https://1user:secret@example.org/a.git')).toBe('https://example.org/a.git');
    expect(withoutCredentials('ssh://git:secret@example.org/a.git')).toBe('ssh://git@example.org/a.git');
    expect(withoutCredentials('git@example.org:a.git')).toBe('git@example.org:a.git');
  });
});
