// Proves: UI-3
import { describe, expect, it } from 'vitest';
import { pageFromArguments, pageFromLink } from './deep-link.ts';

describe('deep links', () => {
  it.each([
    ['gatehouse://session/agent:main:main', '/sessions/agent%3Amain%3Amain'],
    ['gatehouse://session/agent%3Amain%3Aa%2Fb', '/sessions/agent%3Amain%3Aa%2Fb'],
    ['GATEHOUSE://session/agent:main:main', '/sessions/agent%3Amain%3Amain'],
    ['gatehouse://approvals', '/approvals'],
    ['gatehouse://usage/', '/usage'],
    ['gatehouse://', '/'],
  ])('%s opens %s', (link, page) => expect(pageFromLink(link)).toBe(page));

  it.each([
    'gatehouse://session/',
    'gatehouse://session/../settings',
    'gatehouse://session/main?message=rm',
    'gatehouse://session/agent:main:main#x',
    'gatehouse://session/agent:main:%00',
    'gatehouse://session/%E0%A4%A',
    'gatehouse://settings',
    'gatehouse://approvals/allow/1',
    'gatehouse://me@approvals',
    'gatehouse-app://app/',
    'https://session/agent:main:main',
    `gatehouse://session/agent:main:${'x'.repeat(3_000)}`,
    'no link',
  ])('%s opens nothing', (link) => expect(pageFromLink(link)).toBeUndefined());

  it('finds a link in the process arguments', () => {
    expect(pageFromArguments(['/usr/bin/gatehouse', '--flag', 'gatehouse://approvals'])).toBe('/approvals');
    expect(pageFromArguments(['/usr/bin/gatehouse'])).toBeUndefined();
  });
});
