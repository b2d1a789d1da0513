// Folder trust.

export const trust = {
  'trust.banner': "This folder isn't trusted yet. Its agent files have no effect, and most commands require approval.",
  'trust.bannerChanged':
    'Files in this folder have changed since you trusted it: {files}. They have no effect until you review them.',
  'trust.review': 'Review folder',
  'trust.title': 'Trust this folder?',
  'trust.text':
    'Trust it only if you know where its files come from. Commands then follow the approval mode and your rules, and agents follow its agent files.',
  'trust.files': 'Files that can take effect',
  'trust.noFiles': 'No files in this folder take effect on their own.',
  'trust.changed': 'changed',
  'trust.trust': 'Trust folder',
  'trust.dontTrust': "Don't trust",
  'trust.loading': 'Looking for files that can take effect',
  'trust.loadFailed': "Couldn't read the folder",
  'trust.notSaved': "Couldn't save your decision",
  'trust.effect.instructions': 'Instructions for agents',
  'trust.effect.environment': 'Environment variables',
  'trust.effect.container': 'Containers',
  'trust.effect.tools': 'Tools and editor tasks',
  'trust.effect.hooks': 'Git hooks and configuration',
  'trust.effect.scripts': 'Scripts and build files',
  'trust.list': 'Trusted folders',
  'trust.listSummary':
    'Folders that you trusted, or decided not to trust. If you remove one, Gatehouse asks about it again.',
  'trust.listEmpty': 'You have not decided about a folder yet.',
  'trust.decided': '{who} · {time}',
  'trust.trusted': 'Trusted',
  'trust.untrusted': 'Not trusted',
  'trust.removeFolder': 'Remove the decision about {folder}',
  'trust.removed': 'Removed. The folder will be asked about again.',
} as const;
