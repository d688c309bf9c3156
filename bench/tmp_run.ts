import { bench } from './attribute.ts';
await bench.run({}, (f) => console.log(JSON.stringify(f)), (l) => console.error(l));
