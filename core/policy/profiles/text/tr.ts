// Profile of `tr`.
import { defineProfile } from '../define-profile.ts';

/** Replaces characters of its input. */
export const TR = defineProfile({
  command: 'tr',
  effect: 'prints',
  operands: 'text',
  options: '-cCdst --complement --delete --squeeze-repeats --truncate-set1',
});
