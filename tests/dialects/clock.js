// Loaded before a make.js (node -r): each reading of the clock is 250 ms
// after the one before, from a fixed start, and the process is always 4711.
const Real = Date;
let now = Real.UTC(2026, 10, 21, 9, 24, 11, 219);
const tick = () => (now += 250);
globalThis.Date = class extends Real {
	constructor(...a) { if (a.length) super(...a); else super(tick()); }
	static now() { return tick(); }
};
Object.defineProperty(process, 'pid', { value: 4711 });
require('os').hostname = () => 'web-1';
