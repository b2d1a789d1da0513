import { expect, it } from 'vitest';
import { hasConflictMarkers } from './conflict-markers.ts';

it('finds what a merge left in a text', () => {
  expect(hasConflictMarkers('one\n<<<<<<< main\nBASE\n=======\nWORKTREE\n>>>>>>> feature\n')).toBe(true);
  expect(hasConflictMarkers('one\r\n<<<<<<< main\r\nBASE\r\n=======\r\n>>>>>>> feature\r\n')).toBe(true);
});

it('takes headings, quotes, and shifts for what they are', () => {
  expect(hasConflictMarkers('Title\n=======\n\n>>>>>>> quoted in an old mail\n')).toBe(false);
  expect(hasConflictMarkers('  <<<<<<< indented\n  >>>>>>> indented\n')).toBe(false);
  expect(hasConflictMarkers('cat <<EOF\n>>>>>>>\n')).toBe(false);
});
