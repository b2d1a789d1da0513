// The page of machines.

export const machines = {
  'machines.title': 'Machines',
  'machines.summary': 'Containers that agents work in, their images, and disk space',
  'machines.loading': 'Loading machines',
  'machines.loadFailed': "Couldn't load machines",
  'machines.containers': 'Containers',
  'machines.noEngine': 'No container engine',
  'machines.empty.title': 'No containers yet',
  'machines.empty.text':
    'A container starts when an agent whose machine is set to docker first runs a command. It stops when it is idle.',
  'machines.empty.install':
    'Install Docker or Podman to let agents work in containers. On Debian and Ubuntu: sudo apt install docker.io',

  'machines.state.running': 'Running',
  'machines.state.stopped': 'Stopped',
  'machines.started': 'started {time}',
  'machines.users': '{count, plural, one {# command or terminal} other {# commands and terminals}}',
  'machines.restarts': '{count, plural, one {restarted once} other {restarted # times}}',
  'machines.start': 'Start',
  'machines.stop': 'Stop',
  'machines.stop.question': 'Stop this container?',
  'machines.recreate': 'Replace',
  'machines.recreate.question': 'Replace this container?',
  'machines.ends':
    '{count, plural, =0 {Nothing is running in it.} one {The command or terminal that uses it ends.} other {The # commands and terminals that use it end.}} The workspace and the home folder stay.',
  'machines.remove': 'Remove…',
  'machines.remove.question': 'Remove this container?',
  'machines.remove.text': 'Its home folder with caches is deleted. The workspace stays.',
  'machines.changeFailed': "Couldn't change the container",

  'machines.of': '{used} of {limit}',
  'machines.memory': 'Memory',
  'machines.cpus': 'CPUs',
  'machines.processes': 'Processes',
  'machines.disk': 'Disk',
  'machines.ports': 'Ports',
  'machines.memoryKills': 'Out of memory',
  'machines.log': 'Log',

  'machines.images': 'Images',
  'machines.images.summary':
    'To choose the image of containers, set machines.docker.image in Settings → Configuration file.',
  'machines.images.empty': 'No images on this computer.',
  'machines.images.used': 'In use',
  'machines.images.loadFailed': "Couldn't load images",
  'machines.pull': 'Download',
  'machines.pull.name': 'Image to download',
  'machines.pull.example': 'node:24-bookworm',
  'machines.pull.failed': "Couldn't download the image",

  'machines.prune': 'Free up…',
  'machines.prune.label': 'Free up: {title}',
  'machines.prune.title': 'Disk space',
  'machines.prune.summary': 'What can be deleted without affecting running containers',
  'machines.prune.homes': 'Home folders of stopped containers',
  'machines.prune.homes.text':
    'Caches in these folders, such as downloaded packages, are downloaded again when needed.',
  'machines.prune.images': 'Unused images without a name',
  'machines.prune.images.text': 'Images without a name that no container uses are deleted.',
  'machines.prune.buildCache': 'Build cache',
  'machines.prune.buildCache.text': 'The next build of an image takes longer.',
  'machines.prune.facts': '{count, plural, one {# entry} other {# entries}} · {size}',
  'machines.prune.question': 'Free up {size}?',
  'machines.prune.done': 'Freed {size}',
  'machines.prune.failed': "Couldn't free up disk space",
  'machines.prune.loadFailed': "Couldn't measure disk space",
} as const;
