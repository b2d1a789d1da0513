// The configuration file.

export const configuration = {
  'configuration.title': 'Configuration file',
  'configuration.summary':
    'All settings are stored in this file. You can also edit it by hand; changes take effect immediately.',
  'configuration.loading': 'Loading the configuration',
  'configuration.loadFailed': "Couldn't load the configuration",
  'configuration.issueHint': 'The previous values still apply.',
  'configuration.none': "The file doesn't exist yet. It's created when you change a setting.",
  'configuration.change': 'Change values…',
  'configuration.changeTitle': 'Change values',
  'configuration.changeText':
    'Enter JSON with only the values to change. Use null to remove one. Comments and order are kept.',
  'configuration.values': 'Values',
  'configuration.apply': 'Apply',
  'configuration.noChange': 'Nothing changed',
  'configuration.changed': 'Changed: {paths}',
  'configuration.restart': 'Takes effect after a restart: {paths}',
  'configuration.reload': 'Load the newer file',
  'configuration.notObject': 'Enter a JSON object.',
  'configuration.noValue': 'Enter at least one value.',
  'configuration.notJson': 'Invalid JSON: {error}',
} as const;
