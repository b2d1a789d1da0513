// Proves: AP-3
import { describe, expect, it } from 'vitest';
import type { ListedRule } from '#contract/types/approvals.ts';
import { describeSource, filterRules } from './rule-filter.ts';
import { findRulePlace, listPlaces, toPlaceChange } from './rule-places.ts';

function rule(id: string, fields: Partial<ListedRule> = {}): ListedRule {
  const createdAtMs = Date.UTC(2026, 10, 3, 12);
  return {
    id,
    agentId: 'main',
    words: ['npm', id],
    workspace: '/w',
    createdBy: 'Ada',
    createdAtMs,
    uses: 0,
    ...fields,
  };
}

describe('the list of rules', () => {
  const rules = [
    rule('test'),
    rule('publish', { effect: 'deny' }),
    rule('build', { agentId: 'helper', createdBy: 'cli' }),
  ];
  const ids = (text: string, effect: 'all' | 'allow' | 'deny' = 'all') =>
    filterRules(rules, { text, effect }).map(({ id }) => id);

  it('shows rules that deny first, and finds rules by command, agent, and author', () => {
    expect(ids('')).toEqual(['publish', 'test', 'build']);
    expect(ids('NPM b')).toEqual(['build']);
    expect(ids('helper')).toEqual(['build']);
    expect(ids('by ada')).toEqual(['publish', 'test']);
    expect(ids('', 'allow')).toEqual(['test', 'build']);
    expect(ids('test', 'deny')).toEqual([]);
  });

  it('says where a rule comes from', () => {
    expect(describeSource(rule('x', { origin: 'approval' }))).toBe('from an approval by Ada, Nov 3, 2026');
    const changed = { origin: 'import', updatedBy: 'cli', updatedAtMs: Date.UTC(2026, 10, 4, 12) } as const;
    expect(describeSource(rule('x', changed))).toBe('imported by Ada, Nov 3, 2026 · changed by cli, Nov 4, 2026');
  });
});

describe('the place of a rule', () => {
  it('can stay with its session only if it was created for one', () => {
    expect(listPlaces(undefined)).toEqual(['workspace', 'everywhere']);
    expect(listPlaces(rule('x', { sessionKey: 's' }))).toEqual(['session', 'workspace', 'everywhere']);
    expect(listPlaces(rule('x', { workspace: '*' }))).toEqual(['everywhere']);
  });

  it('can be a project', () => {
    const own = rule('x', { workspace: '*', projectId: 'old', projectName: 'Old' });
    expect(listPlaces(own, ['site'])).toEqual(['project:old', 'project:site', 'everywhere']);
    expect(findRulePlace(own)).toBe('project:old');
    expect(toPlaceChange('project:site', own)).toEqual({ projectId: 'site' });
    expect(toPlaceChange('everywhere', own)).toEqual({ workspace: '*' });
    expect(filterRules([own, rule('y')], { text: 'in the project old', effect: 'all' })).toEqual([own]);
  });

  it('is sent as a folder, and leaves the session unless it stays there', () => {
    expect(toPlaceChange('workspace', undefined)).toEqual({});
    expect(toPlaceChange('everywhere', undefined)).toEqual({ workspace: '*' });
    expect(toPlaceChange('workspace', rule('x'))).toEqual({ workspace: '/w' });
    expect(toPlaceChange('session', rule('x', { sessionKey: 's' }))).toEqual({ workspace: '/w' });
    expect(toPlaceChange('everywhere', rule('x', { sessionKey: 's' }))).toEqual({ workspace: '*', sessionKey: null });
  });
});
