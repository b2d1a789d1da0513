import { describe, expect, it } from 'vitest';
import { answeredLines, collectAnswers, chosen, isComplete } from './question-choices.ts';

const ONE = { questionId: 'q1', header: '', question: 'Which?', options: [{ label: 'a' }, { label: 'b' }] };
const NOTHING = { labels: [], own: '' };

describe('choices', () => {
  it('hold one label or a custom answer if one answer is allowed', () => {
    expect(chosen(chosen(NOTHING, 'a', false), 'b', false)).toEqual({ labels: ['b'], own: '' });
    expect(chosen({ labels: [], own: 'c' }, 'a', false)).toEqual({ labels: ['a'], own: '' });
  });

  it('hold several if several are allowed, and a second click removes one', () => {
    const both = chosen(chosen(NOTHING, 'a', true), 'b', true);
    expect(both.labels).toEqual(['a', 'b']);
    expect(chosen(both, 'a', true).labels).toEqual(['b']);
  });

  it("are complete when every question has an answer that isn't blank", () => {
    expect(isComplete([ONE], {})).toBe(false);
    expect(isComplete([ONE], { q1: { labels: [], own: '  ' } })).toBe(false);
    expect(isComplete([ONE], { q1: { labels: [], own: 'c' } })).toBe(true);
    expect(collectAnswers([ONE], { q1: { labels: ['a'], own: ' c ' } })).toEqual({ q1: ['a', 'c'] });
  });

  it('are listed once they are answered', () => {
    const asked = { questionSetId: 'x', questions: [ONE], askedAt: 0, expiresAtMs: 1 };
    expect(answeredLines({ ...asked, outcome: 'answered', answers: { q1: ['a', 'b'] } })).toEqual(['Which? a and b']);
    expect(answeredLines({ ...asked, outcome: 'cancelled' })).toEqual(['Left to the agent']);
    expect(answeredLines({ ...asked, outcome: 'expired' })[0]).toContain('No one answered');
  });
});
