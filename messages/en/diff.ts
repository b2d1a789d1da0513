// Diffs, in tool cards, approvals and the changes view.

export const diff = {
  'diff.showAll': '{count, plural, one {Show # line} other {Show all # lines}}',
  'diff.changes': 'Changes',
  'diff.changesIn': 'Changes in {path}',
  'diff.binary': 'Binary file, not shown',
  'diff.unchanged': '{count, plural, one {# unchanged line} other {# unchanged lines}}',
  'diff.linesAdded': '{count, plural, one {# line added} other {# lines added}}',
  'diff.linesRemoved': '{count, plural, one {# line removed} other {# lines removed}}',
  'diff.added': 'added:',
  'diff.removed': 'removed:',
} as const;
