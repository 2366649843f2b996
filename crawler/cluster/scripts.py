"""What Redis does in one piece: each script happens as a whole, in memory and in its file.

A full Redis refuses a script at its first write that takes memory, never later. So the first
write of each is the one that must not be missing. No script reads a clock but Redis' own.
"""

from __future__ import annotations

# The names of a run of a crawl, below KEYS[1]: `open` while it goes on, `known` (a request's key
# to its number), `weights` (the priorities that occur), `requests:<priority>` (a stream each),
# `results` (a stream), `unread` (bytes that lie in it), `admits` and `admitted:<what>` (what
# spiders let through), `alone` since the last look for a beat.
_COMMON = """
local run = KEYS[1]
local function is_open() return redis.call('EXISTS', run .. ':open') == 1 end
local function stream(weight) return run .. ':requests:' .. weight end
local function push(key, weight, step, form)
  if redis.call('HSETNX', run .. ':known', key, 0) == 0 then return 0 end
  local number = redis.call('HLEN', run .. ':known')
  if redis.call('ZADD', run .. ':weights', weight, weight) == 1 then
    redis.call('XGROUP', 'CREATE', stream(weight), 'workers', '0', 'MKSTREAM')
  end
  redis.call('XADD', stream(weight), '*', 'key', key, 'number', number, 'step', step,
    'form', form)
  return 1
end
local function push_all(from)
  local added = 0
  for i = from, #ARGV, 4 do
    added = added + push(ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3])
  end
  return added
end
local function admit(from, to)
  for i = from, to, 2 do
    redis.call('SADD', run .. ':admits', ARGV[i])
    redis.call('SADD', run .. ':admitted:' .. ARGV[i], ARGV[i + 1])
  end
end
local function finish(weight, id, fields, bytes)
  local fact = redis.call('XRANGE', stream(weight), id, id)[1][2]
  redis.call('XADD', run .. ':results', '*', 'key', fact[2], 'step', fact[6], 'bytes', bytes,
    unpack(fields))
  redis.call('INCRBY', run .. ':unread', bytes)
  redis.call('XACK', stream(weight), 'workers', id)
  redis.call('XDEL', stream(weight), id)
end
local function pending(weight, worker, id)
  return redis.call('XPENDING', stream(weight), 'workers', id, id, 1, worker)[1]
end
local function lease_of(weight, worker, id)  -- also of a run whose streams may be gone
  return redis.call('EXISTS', stream(weight)) == 1 and pending(weight, worker, id)
end
-- Nobody holds it, its lease has run out, and it was not taken this time.
local function give_back(weight, id, attempts)
  redis.call('XCLAIM', stream(weight), 'workers', 'nobody', 0, id,
    'TIME', 0, 'RETRYCOUNT', attempts - 1, 'JUSTID')
end
"""

# ARGV: four a request: key, priority, step, form. How many were new; nil where the run is closed.
ADD = (
    _COMMON
    + """
if not is_open() then return false end
return push_all(1)
"""
)

# ARGV: worker, most, alone, milliseconds of a lease, attempts after which a request is parked, the
# result of one that is parked, results and bytes that may wait unread, then two a request that the
# worker holds: priority, id.
# What is taken: priority, id, attempts, number, step, form.
TAKE = (
    _COMMON
    + """
local worker, most, alone, lease = ARGV[1], tonumber(ARGV[2]), ARGV[3] == '1', ARGV[4]
if not is_open() or redis.call('XLEN', run .. ':results') >= tonumber(ARGV[7])
    or tonumber(redis.call('GET', run .. ':unread') or '0') >= tonumber(ARGV[8]) then
  return {}
end
local held, taken, died = {}, {}, nil
-- Ids are unique within a stream only.
for i = 9, #ARGV, 2 do held[ARGV[i] .. ' ' .. ARGV[i + 1]] = true end
local function give(weight, entry, attempts)
  local id, fact = entry[1], entry[2]
  taken[#taken + 1] = {weight, id, attempts, fact[4], fact[6], fact[8]}
end
local function claim(weight, id)
  local found = redis.call('XAUTOCLAIM', stream(weight), 'workers', worker, lease, id, 'COUNT', 1)
  if found[2][1] then give(weight, found[2][1], pending(weight, worker, id)[4]) end
end
for _, weight in ipairs(redis.call('ZREVRANGE', run .. ':weights', 0, -1)) do
  local lapsed = redis.call('XPENDING', stream(weight), 'workers', 'IDLE', lease, '-', '+', 1000)
  for _, row in ipairs(lapsed) do
    local id, attempts = row[1], row[4]
    if held[weight .. ' ' .. id] then
    elseif attempts >= tonumber(ARGV[5]) then finish(weight, id, {'told', ARGV[6]}, #ARGV[6])
    elseif attempts > 0 then died = died or {weight, id}
    elseif #taken < most then claim(weight, id) end
  end
  if #taken < most then
    local reply = redis.call('XREADGROUP', 'GROUP', 'workers', worker, 'COUNT', most - #taken,
      'STREAMS', stream(weight), '>')
    for _, entry in ipairs(reply and reply[1][2] or {}) do give(weight, entry, 1) end
  end
end
if #taken == 0 and died and alone then claim(died[1], died[2]) end
return taken
"""
)

# KEYS after the first: bodies that were put there for the result, and go away by themselves unless
# it is taken. ARGV: worker, priority, id, attempts, bytes, how many fields and values of the result
# follow, how many names and keys of what was let through follow, these and these, then four a new
# request. How many were new; nil where the lease is not the worker's, or where the coordinator has
# been silent for too long: what it does not take is asked again.
DELIVER = (
    _COMMON
    + """
local row = lease_of(ARGV[2], ARGV[1], ARGV[3])
if not row or row[4] ~= tonumber(ARGV[4]) then return false end
if not is_open() then
  give_back(ARGV[2], ARGV[3], row[4])
  return false
end
if #KEYS > 1 and redis.call('EXISTS', unpack(KEYS, 2)) < #KEYS - 1 then
  return redis.error_reply('ERR a body went away before its result came')
end
local fields, first = {}, 8 + tonumber(ARGV[6])
for i = 8, first - 1 do fields[#fields + 1] = ARGV[i] end
finish(ARGV[2], ARGV[3], fields, ARGV[5])
for i = 2, #KEYS do redis.call('PERSIST', KEYS[i]) end
local last = first - 1 + tonumber(ARGV[7])
admit(first, last)
return push_all(last + 1)
"""
)

# ARGV: worker, then two a request: priority, id. It takes no memory: a full Redis lets it happen.
RENEW = (
    _COMMON
    + """
if not is_open() then return end
redis.call('DEL', run .. ':alone')
for i = 2, #ARGV, 2 do
  if pending(ARGV[i], ARGV[1], ARGV[i + 1]) then
    redis.call('XCLAIM', stream(ARGV[i]), 'workers', ARGV[1], 0, ARGV[i + 1], 'JUSTID')
  end
end
"""
)

# ARGV: as RENEW. Also while the coordinator is silent: who comes back takes it at once.
GIVE_BACK = (
    _COMMON
    + """
for i = 2, #ARGV, 2 do
  local row = lease_of(ARGV[i], ARGV[1], ARGV[i + 1])
  if row then give_back(ARGV[i], ARGV[i + 1], row[4]) end
end
"""
)

# ARGV: two a key that was let through: what it is, the key.
ADMIT = _COMMON + "admit(1, #ARGV)"

OPEN_REQUESTS = (
    _COMMON
    + """
local count = 0
for _, weight in ipairs(redis.call('ZRANGE', run .. ':weights', 0, -1)) do
  count = count + redis.call('XLEN', stream(weight))
end
return count
"""
)

# KEYS after the first: the bodies of these results. ARGV: two a result: its id, its bytes. They are
# in the database.
WRITTEN = (
    _COMMON
    + """
for i = 1, #ARGV, 2 do
  if redis.call('XDEL', run .. ':results', ARGV[i]) == 1 then
    redis.call('DECRBY', run .. ':unread', ARGV[i + 1])
  end
end
if #KEYS > 1 then redis.call('UNLINK', unpack(KEYS, 2)) end
"""
)

# Nothing is taken or delivered any more; what was delivered stays to be read.
CLOSE = (
    _COMMON
    + """
redis.call('DEL', run .. ':open')
for _, weight in ipairs(redis.call('ZRANGE', run .. ':weights', 0, -1)) do
  redis.call('DEL', stream(weight))
end
for _, what in ipairs(redis.call('SMEMBERS', run .. ':admits')) do
  redis.call('DEL', run .. ':admitted:' .. what)
end
redis.call('DEL', run .. ':weights', run .. ':known', run .. ':admits', run .. ':alone')
"""
)
