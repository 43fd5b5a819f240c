/** Loaded first in every child: a child whose supervisor died must not live on, or two would serve after a restart. */
const parent = process.ppid

setInterval(() => {
  if (process.ppid !== parent) process.exit(1)
}, 500).unref()
