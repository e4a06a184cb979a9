-- SPDX-License-Identifier: Apache-2.0
--
-- Puts each study that has been stable into a folder of the inbox that DCMSCRUB_INBOX names. A file gets its name when it is whole.

local inbox = os.getenv('DCMSCRUB_INBOX')

local function exists(path)
   local file = io.open(path, 'rb')
   if file then file:close() end
   return file ~= nil
end

function OnStableStudy(study, tags, metadata)
   if inbox == nil then
      print('stable-study.lua: DCMSCRUB_INBOX names no folder; nothing is put anywhere')
      return
   end
   -- Orthanc's names of studies and instances are hexadecimal digits and hyphens.
   local folder = inbox .. '/' .. study
   os.execute("mkdir -p '" .. folder .. "'")
   for _, instance in ipairs(ParseJson(RestApiGet('/studies/' .. study .. '/instances'))) do
      local target = folder .. '/' .. instance.ID .. '.dcm'
      if not exists(target) then
         local part = folder .. '/.' .. instance.ID .. '.part'
         local file = assert(io.open(part, 'wb'))
         local whole = file:write(RestApiGet('/instances/' .. instance.ID .. '/file'))
         -- What a full disk has no room for shows at the end.
         whole = file:close() and whole
         if whole then
            assert(os.rename(part, target))
         else
            os.remove(part)
            print('stable-study.lua: a file could not be written; it is tried again when the study is stable again')
         end
      end
   end
end
