import { describe, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';

import { quitQuestion } from './quit-question.ts';

describe('quitQuestion', () => {
  it('lists running sessions and keeps them running by default', () => {
    const question = quitQuestion([{ key: 'agent:main:main', title: 'Fix the build' }]);
    expect(question.message).toBe('1 session is still running');
    expect(question.detail).toContain('• Fix the build');
    expect(question.buttons[question.defaultId]).toBe(t('shell.quit.keepRunning'));
    expect(question.cancelId).toBe(question.defaultId);
  });

  it('lists at most five sessions', () => {
    const running = Array.from({ length: 12 }, (_, index) => ({ key: `k${index}`, title: `t${index}` }));
    const question = quitQuestion(running);
    expect(question.message).toBe('12 sessions are still running');
    expect(question.detail).toContain('and 7 more');
  });
});
