// Programs that forward a port inside a container to a Unix socket. The container has no network, so this is its only way out. Which
// one is used depends on what the image has.
import { quote } from '../workspace-tools/posix-script.ts';

/** A way to forward a port. */
export interface Bridge {
  /** The program that the image must have. */
  readonly program: string;
  /** Its command line. */
  command(port: number, socket: string): string;
}

const NODE = `const n=require('net');n.createServer({allowHalfOpen:true},c=>{const u=n.connect({path:process.argv[2],allowHalfOpen:true});const e=()=>{c.destroy();u.destroy()};c.on('error',e);u.on('error',e);c.pipe(u);u.pipe(c)}).listen(+process.argv[1],'127.0.0.1')`;

const PYTHON = `
import socket,sys,threading
def copy(a,b):
  try:
    while True:
      d=a.recv(65536)
      if not d: break
      b.sendall(d)
    b.shutdown(socket.SHUT_WR)
  except OSError: pass
def serve(c):
  u=socket.socket(socket.AF_UNIX)
  try: u.connect(sys.argv[2])
  except OSError: return c.close()
  t=threading.Thread(target=copy,args=(c,u),daemon=True);t.start();copy(u,c);t.join();c.close();u.close()
l=socket.socket();l.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1);l.bind(('127.0.0.1',int(sys.argv[1])));l.listen(64)
while True: threading.Thread(target=serve,args=(l.accept()[0],),daemon=True).start()
`;

const PERL = `
$SIG{CHLD}='IGNORE';
my $l=IO::Socket::INET->new(Listen=>64,LocalAddr=>'127.0.0.1',LocalPort=>$ARGV[0],ReuseAddr=>1) or die $!;
while(1){my $c=$l->accept or next;next if fork;
my $u=IO::Socket::UNIX->new(Peer=>$ARGV[1]) or exit;my $s=IO::Select->new($c,$u);
while($s->count){for my $r($s->can_read){my $w=$r==$c?$u:$c;my $n=sysread $r,my $b,65536;
if(!$n){$s->remove($r);shutdown $w,1;next}my $o=0;while($o<$n){my $k=syswrite $w,$b,$n-$o,$o or exit;$o+=$k}}}exit}
`;

/** In the order in which they are tried. */
export const BRIDGES: readonly Bridge[] = [
  {
    program: 'socat',
    command: (port, socket) => `socat TCP-LISTEN:${port},bind=127.0.0.1,reuseaddr,fork UNIX-CONNECT:${quote(socket)}`,
  },
  { program: 'node', command: (port, socket) => `node -e ${quote(NODE)} ${port} ${quote(socket)}` },
  { program: 'python3', command: (port, socket) => `python3 -c ${quote(PYTHON)} ${port} ${quote(socket)}` },
  {
    program: 'perl',
    command: (port, socket) =>
      `perl -MIO::Socket::INET -MIO::Socket::UNIX -MIO::Select -e ${quote(PERL)} ${port} ${quote(socket)}`,
  },
];
