import { expect, it } from 'vitest';
import { handleCommand, runCommand } from './commands.ts';

it('runs a fallback only while nothing else handles the command, whichever came first', () => {
  const ran: string[] = [];
  const stopCard = handleCommand('approval.focus', () => ran.push('card'));
  const stopFallback = handleCommand('approval.focus', () => ran.push('fallback'), true);
  runCommand('approval.focus');
  stopCard();
  runCommand('approval.focus');
  stopFallback();
  expect([runCommand('approval.focus'), ran]).toEqual([false, ['card', 'fallback']]);
});
