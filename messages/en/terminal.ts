// The terminal tab.

export const terminal = {
  'terminal.looking': 'Looking for open terminals',
  'terminal.none': 'No open terminals',
  'terminal.noneText':
    "Press {keys} to start your own shell in this workspace. What you type there doesn't need approval.",
  'terminal.open': 'Open terminal',
  'terminal.find': 'Find in terminal',
  'terminal.new': 'New terminal',
  'terminal.list': 'Terminals',
  'terminal.closeFailed': "Couldn't close the terminal",
  'terminal.exited': 'exited',
  'terminal.shell': 'Shell {number, number}',
  'terminal.close': 'Close {title}',
  'terminal.openFailed': "Couldn't open the terminal.",
  'terminal.ended': 'The shell exited.',
  'terminal.endedWithCode': 'The shell exited with code {code}.',
  'terminal.restart': 'Restart',
  'terminal.pasteTitle': '{count, plural, one {Paste # line?} other {Paste # lines?}}',
  'terminal.pasteText':
    "The shell may run each line immediately. If you don't recognize the text, check it in an editor first.",
  'terminal.paste': 'Paste',
} as const;
