-- Neovim as a client, without a screen: see the diagnostic, choose the fix, see it gone. Works from Neovim 0.7 on.
-- Environment: ZMQLINT_SERVER is the command as JSON, ZMQLINT_REPORT the file for what was seen, as JSON.
local seconds = 30
local report = {}

local function finish(problem)
  report.problem = problem
  vim.fn.writefile({ vim.fn.json_encode(report) }, vim.env.ZMQLINT_REPORT)
  vim.cmd(problem and "cquit" or "qall!")
end

local function await(what, condition)
  if not vim.wait(seconds * 1000, condition, 20) then
    finish("waited in vain for " .. what)
  end
end

-- Where a person would choose from a list.
vim.ui.select = function(items, _, choose)
  report.offered = {}
  local chosen
  for _, item in ipairs(items) do
    local action = item.action or item[2]
    table.insert(report.offered, action.title)
    if vim.startswith(action.title, "Fix ") then
      chosen = item
    end
  end
  choose(chosen)
end

local client = (vim.lsp.start or vim.lsp.start_client)({
  name = "zmqlint",
  cmd = vim.fn.json_decode(vim.env.ZMQLINT_SERVER),
  root_dir = vim.fn.getcwd(),
})
vim.lsp.buf_attach_client(0, client)

await("a diagnostic", function() return #vim.diagnostic.get(0) > 0 end)
local found = vim.diagnostic.get(0)[1]
report.diagnostic = { line = found.lnum, column = found.col, source = found.source, message = found.message }

vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })
vim.lsp.buf.code_action()
await("the diagnostic to go", function() return #vim.diagnostic.get(0) == 0 end)
report.text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), "\n") .. "\n"
finish()
