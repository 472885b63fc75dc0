# SPDX-License-Identifier: Apache-2.0
# What a plant's Redmine has: REST switched on, a project, a login of the node's own, and the fields that the connector reads. Prints what it made as JSON.
require 'json'

Setting.rest_api_enabled = '1'
Setting.notified_events = []
tracker = Tracker.find_by(name: 'Bug') || Tracker.first

project = Project.new(name: 'Plant 1', identifier: 'plant1', is_public: false, enabled_module_names: ['issue_tracking'])
project.trackers = [tracker]
project.save!

def field(name, format, tracker, options = {})
  made = IssueCustomField.new({ name: name, field_format: format, is_for_all: true, is_filter: true, editable: true, visible: true }.merge(options))
  made.trackers = [tracker]
  made.save!
  made.id
end

fields = {
  key: field('dedup_key', 'string', tracker),
  asset: field('asset_urn', 'string', tracker),
  cause: field('root_cause', 'list', tracker, possible_values: %w[bearing-wear cavitation seal-leak blocked-suction impeller-damage sensor-fault no-fault other BRG-07]),
  verdict: field('verdict', 'list', tracker, possible_values: %w[confirmed refuted other-fault])
}

def person(login, role, project)
  user = User.new(firstname: login, lastname: 'plant', mail: "#{login}@plant.invalid", language: 'en')
  user.login = login
  user.password = user.password_confirmation = SecureRandom.hex(16)
  user.save!
  Member.create!(user: user, project: project, roles: [role])
  user.reload.api_key
end

manager = Role.givable.find_by(name: 'Manager') || Role.givable.first
puts JSON.generate(
  project: project.identifier, tracker: tracker.id, fields: fields,
  statuses: IssueStatus.sorted.to_h { |one| [one.name, one.id] },
  priorities: IssuePriority.active.to_h { |one| [one.name, one.id] },
  node_key: person('ganglion', manager, project), technician_key: person('tina', manager, project)
)
