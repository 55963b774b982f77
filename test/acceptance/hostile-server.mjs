// A server of feeds that mean harm, and of one that does not; runs in a process of its own and sends its port.
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';

const MEGABYTE = 1024 * 1024;
const bomb = gzipSync(Buffer.alloc(60 * MEGABYTE));
const tags = `<rss><channel><item><title>tags</title><description>${'a&lt;p '.repeat(11_500)}</description></item></channel></rss>`;
let served = 0;

function sendBig(response) {
  const chunk = Buffer.alloc(MEGABYTE, '<item>');
  let left = 60;
  const more = () => {
    while (left-- > 0 && !response.destroyed) if (!response.write(chunk)) return;
    response.end();
  };
  response.on('drain', more);
  more();
}

function drip(response) {
  response.write('<rss>');
  const timer = setInterval(() => response.write(' '), 1_000);
  response.on('close', () => clearInterval(timer));
}

function good() {
  served += 1;
  return `<rss version="2.0"><channel><item><guid>n${served}</guid><title>n${served}</title></item></channel></rss>`;
}

const routes = {
  '/tags': (response) => response.end(tags),
  '/raw-tags': (response) => response.end(tags.replaceAll('&lt;', '<')),
  '/big': sendBig,
  '/bomb': (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
  '/drip': drip,
  '/metadata': (response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  '/good': (response) => response.end(good()),
};

const server = createServer((request, response) => routes[request.url](response));
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit());
